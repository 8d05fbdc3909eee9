"""The prompt as text, each token shaded by how much the prediction looks at it in one layer."""

from __future__ import annotations

import altair as alt

from attn_core.charts.drawing import Spec, drawing, either, field, marks, pixels, share, tooltip
from attn_core.charts.theme import LIGHT, MONOSPACE, Theme
from attn_core.frames import shaded_text as text
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun


def shaded_text(
    run: AttentionRun,
    layer: int,
    look: Look = Look(),
    *,
    columns: int = 34,
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Text of `columns` characters a line, a new line and a number for every sentence, the prediction at the end.

    Its width is what the characters need, whatever the page gives it. Charts with one `scale_max` (0 to 1; by default
    the heaviest word of this layer) can be compared.
    """
    table = text.coordinates(run, layer, look, columns_wide=columns, scale_max=scale_max)
    tips = [*tooltip(token="token", position="position"), share(look.head)]
    middle = {"x": pixels("middle"), "y": pixels("y")}
    font: Spec = {"font": MONOSPACE, "fontSize": 12, "baseline": "middle", "dy": text.LINE / 2}
    return drawing(
        table,
        [
            marks(
                "rect",
                {
                    "x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "y2": {"field": "y2"}, "tooltip": tips,
                    "color": either("datum.special", theme.sink, theme.attention),
                    "opacity": field("shade", scale={"domain": [0, 255], "range": [0.08, theme.shade]}, legend=None),
                },
                only="!datum.kind && datum.seen", cornerRadius=3,
            ),
            marks(
                "text",
                middle | {
                    "text": field("token", "nominal"), "color": either("datum.kind", theme.accent, theme.ink),
                    "opacity": either("datum.seen", 1, 0.4),
                },
                align="center", fontWeight={"expr": "datum.kind ? 700 : 400"}, **font,
            ),
            marks(
                "text",
                {"x": {"value": text.MARGIN - 8}, "y": pixels("y"), "text": field("sentence", "nominal")},
                only="isValid(datum.sentence)", align="right", baseline="middle", dy=text.LINE / 2, fontSize=11,
                color=theme.faint,
            ),
        ],
        height=text.text_height(table),
        width=text.text_width(columns),
        transform=[{"calculate": f"datum.y + {text.LINE - 2}", "as": "y2"}],
    )  # fmt: skip
