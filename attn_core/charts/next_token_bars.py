"""The ten most probable next tokens as bars, with their probabilities as text."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.channels import Options, either, fixed, span, tooltip, words
from attn_core.charts.drawing import drawing, marks
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.next_token_bars import coordinates
from attn_core.records.tokens import NextToken

_ROW = 26  # pixels
_FIRST = "datum.rank == 0"


def next_token_bars(candidates: Sequence[NextToken], *, theme: Theme = LIGHT) -> alt.LayerChart:
    """The first ten candidates from top to bottom; the longest bar takes the width, the first is in accent colour."""
    table = coordinates(candidates)
    x, y = span(alt.X, "length", 0, 1), span(alt.Y, "rank", -0.5, len(table) - 0.5, down=True)
    tips = tooltip(token="token", written="as written", percent="probability")
    ink, colour = (either(alt.ColorValue, _FIRST, theme.accent, other) for other in (theme.ink, theme.attention))
    texts: Options = {"baseline": "middle", "fontWeight": {"expr": f"{_FIRST} ? 600 : 400"}}
    bars = marks("bar", orient="horizontal", size=_ROW - 10, cornerRadiusEnd=3, opacity=0.85)
    tokens = marks("text", align="right", dx=-10, fontSize=13, **texts)
    percents = marks("text", align="left", dx=6, fontSize=12, **texts)
    return drawing(
        table,
        [
            bars.encode(x, y, colour, tooltip=tips),
            tokens.encode(fixed(alt.XValue, 0), y, words("token"), ink, tooltip=tips),
            percents.encode(x, y, words("percent"), ink),
        ],
        height=_ROW * max(len(table), 1),
    )
