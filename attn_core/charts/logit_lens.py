"""The logit lens as a chart: what each layer would predict if it were the last, top three."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.channels import fixed, quiet, span, strength, tooltip, words
from attn_core.charts.drawing import drawing, marks
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.logit_lens import coordinates
from attn_core.records.tokens import NextToken

_ROW = 26  # pixels a layer


def logit_lens(layers: Sequence[Sequence[NextToken]], *, theme: Theme = LIGHT) -> alt.LayerChart:
    """A row a layer, the first above, and a column a candidate, the more probable the deeper its colour."""
    ranks = max(map(len, layers))
    left, right = (span(alt.X, column, -0.5, ranks - 0.5) for column in ("left", "right"))
    y = alt.Y(field="layer", type="ordinal", axis=quiet(theme, title="layer"), scale={"paddingInner": 0.12})
    tips = tooltip(layer="layer", token="token", percent="probability")
    ink = fixed(alt.ColorValue, theme.ink)
    deep = strength("probability", least=0.04, most=theme.shade, top=1)
    boxes = marks("rect", fill=theme.attention, cornerRadius=3)
    tokens = marks("text", align="left", dx=8, baseline="middle", fontSize=12)
    percents = marks("text", align="right", dx=-8, opacity=0.75, baseline="middle", fontSize=12)
    return drawing(
        coordinates(layers),
        [
            boxes.encode(left, alt.X2(field="right"), y, deep, tooltip=tips),
            tokens.encode(left, y, words("token"), ink, tooltip=tips),
            percents.encode(right, y, words("percent"), ink, tooltip=tips),
        ],
        height=_ROW * len(layers),
        calculate={"left": "datum.rank - 0.48", "right": "datum.rank + 0.48"},
    )
