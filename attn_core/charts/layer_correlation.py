"""Which layers can be believed: how alike each layer's attention and the measured effects rank the words."""

from __future__ import annotations

import altair as alt

from attn_core.charts.channels import either, quiet, tooltip
from attn_core.charts.drawing import drawing, marks
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.layer_correlation import coordinates
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun

_COLUMN = "rank correlation"
_HEIGHT = 150  # pixels


def layer_correlation(run: AttentionRun, measured: Effects, *, theme: Theme = LIGHT) -> alt.LayerChart:
    """A bar a layer, rank correlation -1 to 1 (see frames.layer_correlation); orange below zero."""
    axis = quiet(theme, title=_COLUMN, values=[-1, 0, 1], grid=True)
    bars = marks("bar", cornerRadiusEnd=2).encode(
        alt.X(field="layer", type="ordinal", axis=quiet(theme, title="layer", labelOverlap="parity")),
        alt.Y(field=_COLUMN, type="quantitative", scale={"domain": [-1, 1]}, axis=axis),
        either(alt.ColorValue, f"datum['{_COLUMN}'] < 0", theme.negative, theme.attention),
        tooltip=tooltip(layer="layer", **{_COLUMN: _COLUMN}),
    )
    return drawing(coordinates(run, measured), [bars], height=_HEIGHT)
