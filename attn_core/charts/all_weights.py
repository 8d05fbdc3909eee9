"""Every position's attention in the chosen layers: looked-at tokens at the left, looking ones at the right."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.channels import Options, either, fixed, tooltip, words
from attn_core.charts.drawing import WIDE, drawing, hover, marks, picked
from attn_core.charts.fans import Fans, strokes
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.all_weights import coordinates
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun

_HOVER = "looking"
_HOVERED = f"isValid({_HOVER}.query_pos)"
_FIRST = "!datum.line && datum.fan == 0"


def all_weights(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """One column of lines a layer (1 to 6), strong for the looking position, light for the others.

    Lines under 1 % are left out, or under more where they are over 3,000. While a token at the right is hovered
    (selection “looking” [query_pos]) a veil covers the lines, and that token's are drawn over it: redrawing all of
    them in other colours would take the browser longer than the pointer stays.
    """
    at = Fans(len(layers), len(run.tokens))
    light = min(0.3, max(0.14, 5 / at.tokens))  # many lines over each other add up
    return drawing(
        coordinates(run, layers, look, thickness=thickness, scale_max=scale_max),
        [
            _lines(at, theme, "datum.line && !datum.strong", light),
            _lines(at, theme, "datum.line && datum.strong", 0.9),
            _veil(theme),
            _lines(at, theme, {"and": ["datum.line", {"param": _HOVER, "empty": False}]}, 0.9),
            *_looked_at(at, theme),
            *_looking(at, theme),
            *_captions(at, theme),
            at.numbers(theme, only="!datum.line && datum.key_pos == 0", above=14),
        ],
        height=at.height,
        selection=hover(_HOVER, "query_pos"),
    )


def _lines(at: Fans, theme: Theme, only: str | Options, opacity: float) -> alt.Chart:
    return marks("rule", only=only, opacity=opacity, strokeCap="round").encode(
        at.x("fan"), at.y("key_pos"), alt.X2(field="end"), alt.Y2(field="query_pos"), **strokes(theme)
    )


def _veil(theme: Theme) -> alt.Chart:
    """8 pixels more at each side than the plot, for the round ends of thick lines."""
    return marks("rect", only=f"{_FIRST} && datum.key_pos == 0", color=theme.background).encode(
        fixed(alt.XValue, -8),
        fixed(alt.X2Value, {"expr": f"{WIDE} + 8"}),
        fixed(alt.YValue, -8),
        fixed(alt.Y2Value, {"expr": "(height || item.mark.group.height) + 8"}),
        either(alt.OpacityValue, _HOVERED, 0.9, 0),
    )


def _looked_at(at: Fans, theme: Theme) -> list[alt.Chart]:
    """Dots at the left of every fan, and the tokens beside the first."""
    place = [at.x("fan"), at.y("key_pos")]
    return [
        marks("circle", only="!datum.line", size=9, opacity=1, color=theme.faint).encode(*place),
        at.labels(f"{_FIRST} && datum.named", "right", -10, color=theme.ink).encode(*place, words("token")),
    ]


def _looking(at: Fans, theme: Theme) -> list[alt.Chart]:
    """Dots at the right of every fan, which are hovered, and the tokens beside the last."""
    place = [at.x("end"), at.y("query_pos")]
    tips = tooltip(token="looking", query_pos="position", layer="layer", looks_at="looks most at")
    dot, ink = (either(alt.ColorValue, "datum.strong", theme.accent, other) for other in (theme.faint, theme.ink))
    return [
        at.dots(14, "!datum.line", name=picked(_HOVER)).encode(*place, dot, tooltip=tips),
        at.labels(f"!datum.line && {at.is_last} && datum.named", "left", 10).encode(
            *place, words("token"), ink, tooltip=tips
        ),
    ]


def _captions(at: Fans, theme: Theme) -> list[alt.Chart]:
    """What the tokens at either side do."""
    only = "!datum.line && datum.key_pos == 0"
    style: Options = {"fontSize": 11, "color": theme.faint, "dy": -14}
    left = marks("text", only=f"{only} && datum.fan == 0", align="right", dx=-10, text="looked at", **style)
    right = marks("text", only=f"{only} && {at.is_last}", align="left", dx=10, text="looking", **style)
    return [left.encode(at.x("fan"), fixed(alt.YValue, 0)), right.encode(at.x("end"), fixed(alt.YValue, 0))]
