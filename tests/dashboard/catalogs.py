"""Catalogs of a teacher: what is in the file, and tiny models to offer in it."""

from __future__ import annotations

from pathlib import Path

from tests.support.architectures import ARCHITECTURES
from tests.support.tiny_models import save_tiny

BROKEN = """
[broken]
title = "Broken"
repository = "./empty"
kind = "decoder"
parameters = 1_000_000
memory_mb = 10
licence = "none"
description = "A folder without a model."
"""


TRANSLATORS = {name: f"Tiny {name.title()} · 1M" for name in ("t5", "bart")}  # as the address names them


def save_translators(folder: Path) -> Path:
    """A catalog file of tiny random encoder–decoders, saved beside it."""
    written = ""
    for name in TRANSLATORS:
        save_tiny(folder / name, *ARCHITECTURES[name])
        entry = BROKEN.replace("[broken]", f"[{name}]").replace("Broken", f"Tiny {name.title()}")
        written += entry.replace("./empty", f"./{name}").replace('"decoder"', '"encoder-decoder"')
    path = folder / "models.toml"
    path.write_text(written)
    return path
