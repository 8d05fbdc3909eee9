"""Methods beside each other: a row a token, a column a method, and what was measured last."""

from __future__ import annotations

from typing import Any

import altair as alt

from attn_core.charts.channels import Options, either, fixed, span, tooltip, words
from attn_core.charts.drawing import drawing, marks
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.evidence import ALL, Chosen, coordinates
from attn_core.frames.scales import cell_height
from attn_core.records.evidence import Evidence
from attn_core.records.run import AttentionRun

_WIDEST = 0.9  # of a column's width, so that a full bar does not touch the next column
_CALCULATE = {
    "told": "datum.token + ', ' + datum.method + ': ' + datum.says",
    "left": "datum.column + 0.02",
    "right": f"datum.column + 0.02 + {_WIDEST} * abs(datum.bar)",
    "full": f"datum.column + 0.02 + {_WIDEST}",
    "top": "datum.position - 0.42",
    "bottom": "datum.position + 0.42",
    "zero": "0",
}


def evidence(
    run: AttentionRun,
    evidence: Evidence,
    chosen: Chosen = ALL,
    *,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Bars on one scale of share; orange ones are below zero, <bos> and its like stay empty and grey."""
    n, row = len(run.tokens), cell_height(len(run.tokens))
    x = span(alt.X, "left", 0, len(evidence))
    y, top = (span(alt.Y, column, -0.5, n - 0.5, down=True) for column in ("position", "top"))
    above = alt.Y(field="zero", type="quantitative", axis=None, scale=None)
    told: Options = {
        "tooltip": tooltip(token="token", position="position", method="method", says="here"),
        "description": alt.Description(field="told", type="nominal"),
    }
    rows = [top, alt.Y2(field="bottom")]
    return drawing(
        coordinates(run, evidence, chosen),
        [
            _frames(theme).encode(x, alt.X2(field="full"), *rows, **told),
            _bars(theme).encode(x, alt.X2(field="right"), *rows, **told),
            _labels(row).encode(fixed(alt.XValue, 0), y, words("token"), _label_ink(theme)),
            _titles("!datum.measured", theme.faint).encode(x, above, words("title")),
            _titles("datum.measured", theme.accent, fontWeight=600).encode(x, above, words("title")),
        ],
        height=round(row * n),
        calculate=_CALCULATE,
    )


def _frames(theme: Theme) -> alt.Chart:
    """How long a bar of the whole would be."""
    return marks("rect", fill=theme.ink).encode(either(alt.OpacityValue, "datum.special", 0, 0.05))


def _bars(theme: Theme) -> alt.Chart:
    colours = [
        {"test": "datum.bar < 0", "value": theme.negative},
        {"test": "datum.measured", "value": theme.accent},
    ]
    return marks("rect", only="datum.bar != 0").encode(fixed(alt.ColorValue, theme.attention, condition=colours))


def _labels(row: float) -> alt.Chart:
    size = max(8, min(13, row * 0.75))
    return marks(
        "text", only="datum.column == 0 && datum.named", align="right", baseline="middle", dx=-8, fontSize=size
    )


def _label_ink(theme: Theme) -> alt.ColorValue:
    return either(alt.ColorValue, "datum.special", theme.sink, theme.ink)


def _titles(which: str, colour: str, **style: Any) -> alt.Chart:
    text: Options = {"baseline": "bottom", "align": "left", "lineBreak": "\n", "dy": -8, "fontSize": 11}
    return marks("text", only=f"datum.position == 0 && {which}", **text, **style).encode(fixed(alt.ColorValue, colour))
