"""Texts that tiny models read."""

from __future__ import annotations

PROMPT = "Jide was hungry so she went looking for food. Omar asked for a coat."
"""Longer than the windows of the two tiny Gemmas."""
SHORT = "Jide was hungry so she went"
TARGET = "Die Katze saß auf der Matte; niemand sah sie."
"""What a decoder that reads another text is shown as written."""
