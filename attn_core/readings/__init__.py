"""One true sentence a picture, computed from its numbers. Plain text: tokens in it are a visitor's, not Markdown."""

from attn_core.readings.charts import *  # noqa: F403
