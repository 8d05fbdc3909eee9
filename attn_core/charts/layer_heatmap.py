"""All layers beside each other: what the prediction looked at, as a heat map whose columns can be clicked."""

from __future__ import annotations

from collections.abc import Collection

import altair as alt

from attn_core.charts.drawing import CANVAS, CANVAS_FROM, drawing, either, field, marks, quiet, share, span, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.layer_heatmap import coordinates
from attn_core.frames.scales import cell_height
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun


def layer_heatmap(
    run: AttentionRun,
    look: Look = Look(),
    *,
    chosen: Collection[int] = (),
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Layers from left to right, tokens from top to bottom; chosen layers' columns are outlined, masked cells empty.

    The point selection “layer” [layer] toggles: a click puts a column into it, and a second click takes it out. So
    the layer that was clicked is the difference between the selection now and before, whatever is chosen elsewhere.
    """
    cells = coordinates(run, look, chosen=chosen)
    n, row = len(run.tokens), cell_height(len(run.tokens))
    x = field(
        "layer",
        "ordinal",
        scale={"paddingInner": 0.08, "paddingOuter": 0},
        axis=quiet(theme, title="layer", orient="bottom", labelOverlap="parity", labelPadding=8),
    )
    y = span("position", -0.5, n - 0.5, down=True)
    inset = 0.04 if row > 8 else 0  # a gap between rows where there is room for one
    options = {"usermeta": CANVAS} if len(cells) > CANVAS_FROM else {}
    return drawing(
        cells,
        [
            marks(
                "rect",
                {
                    "x": x, "y": y | {"field": "top"}, "y2": {"field": "bottom"},
                    "color": either("datum.special", theme.sink, theme.attention),
                    "opacity": {
                        "condition": {"test": "!datum.seen", "value": 0},
                        **field("shade", scale={"domain": [0, 255], "range": [0.06, 1]}, legend=None),
                    },
                    "tooltip": [*tooltip(token="token", position="position", layer="layer"), share(look.head)],
                },
                params=[{"name": "layer", "select": {"type": "point", "fields": ["layer"], "toggle": "true"}}],
                cursor="pointer",
            ),
            marks(
                "rect",
                {"x": x, "y": {"value": -2}, "y2": {"value": round(row * n) + 2}},
                only="datum.chosen && datum.position == 0",
                filled=False, stroke=theme.accent, strokeWidth=2, cornerRadius=3,
            ),
            marks(
                "text",
                {"x": {"value": 0}, "y": y, "text": field("token", "nominal"), "color": {"value": theme.ink}},
                only="datum.layer == 0 && datum.named",
                align="right", baseline="middle", dx=-8, fontSize=max(10, min(13, row * 0.75)),
            ),
        ],
        height=round(row * n),
        transform=[
            {"calculate": f"datum.position - {0.5 - inset}", "as": "top"},
            {"calculate": f"datum.position + {0.5 - inset}", "as": "bottom"},
        ],
        **options,
    )  # fmt: skip
