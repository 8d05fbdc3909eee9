"""The logit lens as a chart: what each layer would predict if it were the last, top three."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.drawing import Spec, drawing, field, marks, quiet, span, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.logit_lens import coordinates
from attn_core.records.tokens import NextToken

_ROW = 26  # pixels a layer


def logit_lens(layers: Sequence[Sequence[NextToken]], *, theme: Theme = LIGHT) -> alt.LayerChart:
    """A row a layer, the first above, and a column a candidate, the more probable the deeper its colour."""
    cells = coordinates(layers)
    ranks = max(map(len, layers))
    x = span("rank", -0.5, ranks - 0.5)
    y = field("layer", "ordinal", axis=quiet(theme, title="layer"), scale={"paddingInner": 0.12})
    tips = tooltip(layer="layer", token="token", percent="probability")
    texts: Spec = {"baseline": "middle", "fontSize": 12}
    return drawing(
        cells,
        [
            marks(
                "rect",
                {
                    "x": x | {"field": "left"}, "x2": {"field": "right"}, "y": y, "tooltip": tips,
                    "opacity": field("probability", scale={"range": [0.04, theme.shade], "domain": [0, 1]},
                                     legend=None),
                },
                fill=theme.attention, cornerRadius=3,
            ),
            marks(
                "text",
                {"x": x | {"field": "left"}, "y": y, "text": field("token", "nominal"), "tooltip": tips,
                 "color": {"value": theme.ink}},
                align="left", dx=8, **texts,
            ),
            marks(
                "text",
                {"x": x | {"field": "right"}, "y": y, "text": field("percent", "nominal"), "tooltip": tips,
                 "color": {"value": theme.ink}},
                align="right", dx=-8, opacity=0.75, **texts,
            ),
        ],
        height=_ROW * len(layers),
        transform=[
            {"calculate": "datum.rank - 0.48", "as": "left"},
            {"calculate": "datum.rank + 0.48", "as": "right"},
        ],
    )  # fmt: skip
