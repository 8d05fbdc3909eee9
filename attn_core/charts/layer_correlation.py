"""Which layers can be believed: how alike each layer's attention and the measured effects rank the words."""

from __future__ import annotations

import altair as alt

from attn_core.charts.drawing import drawing, field, marks, quiet, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.layer_correlation import coordinates
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun

_HEIGHT = 150  # pixels


def layer_correlation(run: AttentionRun, measured: Effects, *, theme: Theme = LIGHT) -> alt.LayerChart:
    """A bar a layer, rank correlation -1 to 1 (see frames.layer_correlation); orange below zero."""
    bars = coordinates(run, measured)
    return drawing(
        bars,
        [
            marks(
                "bar",
                {
                    "x": field("layer", "ordinal", axis=quiet(theme, title="layer", labelOverlap="parity")),
                    "y": field(
                        "rank correlation",
                        scale={"domain": [-1, 1]},
                        axis=quiet(theme, title="rank correlation", values=[-1, 0, 1], grid=True),
                    ),
                    "color": {"condition": {"test": "datum['rank correlation'] < 0", "value": theme.negative},
                              "value": theme.attention},
                    "tooltip": tooltip(layer="layer", **{"rank correlation": "rank correlation"}),
                },
                cornerRadiusEnd=2,
            )
        ],
        height=_HEIGHT,
    )  # fmt: skip
