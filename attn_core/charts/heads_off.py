"""Layers × heads: what the prediction loses, or gains, when a head is switched off."""

from __future__ import annotations

import altair as alt

from attn_core.charts.channels import Options, quiet, tooltip
from attn_core.charts.drawing import drawing, marks, pick, picked
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.heads_off import coordinates
from attn_core.records.effects import Effects

_PICK = "head"
_ROW = 30  # pixels a head
_LOW_ROW = 16  # where there are many
_LEGEND = "datum.value < 0 ? 'less likely without' : datum.value > 0 ? 'likelier without' : 'the same'"


def heads_off(effects: Effects, *, theme: Theme = LIGHT) -> alt.LayerChart:
    """One square a head of `effects` [layer, head], blue where the prediction needs it, orange where it gains.

    The point selection “head” [layer, head] holds the head that was clicked.
    """
    n_heads = effects.probability.shape[1]
    outline: Options = {"stroke": theme.faint, "strokeWidth": 0.5, "strokeOpacity": 0.4, "cornerRadius": 2}
    squares = marks("rect", name=picked(_PICK), cursor="pointer", **outline).encode(
        alt.X(field="layer", type="ordinal", axis=quiet(theme, title="layer", labelOverlap="parity")),
        alt.Y(field="head", type="ordinal", axis=quiet(theme, title="head", labelOverlap="parity")),
        alt.Color(field="shade", type="quantitative", scale=_colours(theme), legend=_legend(theme)),
        tooltip=tooltip(name="head", says="without it"),
    )
    return drawing(
        coordinates(effects),
        [squares],
        height=(_ROW if n_heads <= 16 else _LOW_ROW) * n_heads,
        selection=pick(_PICK, "layer", "head"),
    )


def _colours(theme: Theme) -> Options:
    return {"domain": [-1, 0, 1], "range": [theme.accent, theme.background, theme.negative], "interpolate": "rgb"}


def _legend(theme: Theme) -> Options:
    return {
        "title": None,
        "orient": "top",
        "values": [-1, 0, 1],
        "labelExpr": _LEGEND,
        "gradientLength": 240,
        "labelColor": theme.faint,
    }
