"""Methods beside each other: a row a token, a column a method, and what was measured last."""

from __future__ import annotations

import altair as alt

from attn_core.charts.drawing import CANVAS, CANVAS_FROM, Spec, drawing, either, field, marks, pixels, span, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.evidence import ALL, Chosen, coordinates
from attn_core.frames.scales import cell_height
from attn_core.records.evidence import Evidence
from attn_core.records.run import AttentionRun

_WIDEST = 0.9  # of a column's width, so that a full bar does not touch the next column


def evidence(
    run: AttentionRun,
    evidence: Evidence,
    chosen: Chosen = ALL,
    *,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Bars on one scale of share; orange ones are below zero, <bos> and its like stay empty and grey."""
    cells = coordinates(run, evidence, chosen)
    n, row = len(run.tokens), cell_height(len(run.tokens))
    x, y = span("left", 0, len(evidence)), span("position", -0.5, n - 0.5, down=True)
    tips = tooltip(token="token", position="position", method="method", says="here")
    told = {"tooltip": tips, "description": field("told", "nominal")}
    size = max(8, min(13, row * 0.75))
    options = {"usermeta": CANVAS} if len(cells) > CANVAS_FROM else {}
    header: Spec = {"baseline": "bottom", "align": "left", "lineBreak": "\n", "dy": -8, "fontSize": 11}
    return drawing(
        cells,
        [
            marks(
                "rect",
                {
                    "x": x, "x2": {"field": "full"}, "y": y | {"field": "top"}, "y2": {"field": "bottom"},
                    **told, "opacity": either("datum.special", 0, 0.05),
                },
                fill=theme.ink,
            ),
            marks(
                "rect",
                {
                    "x": x, "x2": {"field": "right"}, "y": y | {"field": "top"}, "y2": {"field": "bottom"},
                    "color": {
                        "condition": [
                            {"test": "datum.bar < 0", "value": theme.negative},
                            {"test": "datum.measured", "value": theme.accent},
                        ],
                        "value": theme.attention,
                    },
                    **told,
                },
                only="datum.bar != 0",
            ),
            marks(
                "text",
                {"x": {"value": 0}, "y": y, "text": field("token", "nominal"),
                 "color": either("datum.special", theme.sink, theme.ink)},
                only="datum.column == 0 && datum.named",
                align="right", baseline="middle", dx=-8, fontSize=size,
            ),
            marks(
                "text",
                {"x": x, "y": pixels("zero"), "text": field("title", "nominal"), "color": {"value": theme.faint}},
                only="datum.position == 0 && !datum.measured",
                **header,
            ),
            marks(
                "text",
                {"x": x, "y": pixels("zero"), "text": field("title", "nominal"), "color": {"value": theme.accent}},
                only="datum.position == 0 && datum.measured",
                fontWeight=600,
                **header,
            ),
        ],
        height=round(row * n),
        transform=[
            {"calculate": "datum.token + ', ' + datum.method + ': ' + datum.says", "as": "told"},
            {"calculate": "datum.column + 0.02", "as": "left"},
            {"calculate": f"datum.column + 0.02 + {_WIDEST} * abs(datum.bar)", "as": "right"},
            {"calculate": f"datum.column + 0.02 + {_WIDEST}", "as": "full"},
            {"calculate": "datum.position - 0.42", "as": "top"},
            {"calculate": "datum.position + 0.42", "as": "bottom"},
            {"calculate": "0", "as": "zero"},
        ],
        **options,
    )  # fmt: skip
