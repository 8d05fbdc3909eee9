"""All layers beside each other: what the prediction looked at, as a heat map whose columns can be clicked."""

from __future__ import annotations

from collections.abc import Collection

import altair as alt

from attn_core.charts.channels import either, fixed, quiet, share, span, strength, tooltip, words
from attn_core.charts.drawing import drawing, marks, pick, picked
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.layer_heatmap import coordinates
from attn_core.frames.scales import cell_height
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun

_PICK = "layer"


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
    n, row = len(run.tokens), cell_height(len(run.tokens))
    x = alt.X(
        field="layer",
        type="ordinal",
        scale={"paddingInner": 0.08, "paddingOuter": 0},
        axis=quiet(theme, title="layer", orient="bottom", labelOverlap="parity", labelPadding=8),
    )
    y, top = (span(alt.Y, column, -0.5, n - 0.5, down=True) for column in ("position", "top"))
    tips = [*tooltip(token="token", position="position", layer="layer"), share(look.head)]
    half = 0.46 if row > 8 else 0.5  # a gap between rows where there is room for one
    return drawing(
        coordinates(run, look, chosen=chosen),
        [
            _cells(theme).encode(x, top, alt.Y2(field="bottom"), tooltip=tips),
            _outlines(theme).encode(x, fixed(alt.YValue, -2), fixed(alt.Y2Value, round(row * n) + 2)),
            _labels(row).encode(fixed(alt.XValue, 0), y, words("token"), fixed(alt.ColorValue, theme.ink)),
        ],
        height=round(row * n),
        calculate={"top": f"datum.position - {half}", "bottom": f"datum.position + {half}"},
        selection=pick(_PICK, "layer", toggle="true"),
    )


def _cells(theme: Theme) -> alt.Chart:
    masked = {"test": "!datum.seen", "value": 0}
    return marks("rect", name=picked(_PICK), cursor="pointer").encode(
        either(alt.ColorValue, "datum.special", theme.sink, theme.attention),
        strength("shade", least=0.06, most=1, condition=masked),
    )


def _outlines(theme: Theme) -> alt.Chart:
    only = "datum.chosen && datum.position == 0"
    return marks("rect", only=only, filled=False, stroke=theme.accent, strokeWidth=2, cornerRadius=3)


def _labels(row: float) -> alt.Chart:
    size = max(10, min(13, row * 0.75))
    return marks("text", only="datum.layer == 0 && datum.named", align="right", baseline="middle", dx=-8, fontSize=size)
