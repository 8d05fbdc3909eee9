"""The main picture: what the prediction looked at, one fan of lines a chosen layer, side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.channels import either, fixed, share, tooltip, while_hovered, words
from attn_core.charts.drawing import drawing, hover, marks, picked
from attn_core.charts.fans import Fans, strokes
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.next_token_lines import coordinates
from attn_core.frames.scales import SPAN
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun

_HOVER = "token"


def next_token_lines(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Tokens at the left; for each layer (1 to 6), lines from them to the position that looks.

    A line's width is linear in its weight, from `thickness[0]` pixels at 0 to `thickness[1]` at `scale_max` (0 to 1;
    by default the heaviest word in the chosen layers). What is predicted is written where the lines meet. The
    selection “token” [position] holds while a token is hovered.
    """
    at = Fans(len(layers), len(run.tokens))
    tips = [*tooltip(token="token", position="position", layer="layer"), share(look.head)]
    top = "datum.position == 0"
    return drawing(
        coordinates(run, layers, look, thickness=thickness, scale_max=scale_max),
        [
            _dots(at, tips, theme),
            _lines(at, tips, theme),
            _labels(at, tips, theme),
            at.numbers(theme, only=top, above=27),
            at.notes(theme, only=top),
            _predicted(at, theme),
        ],
        height=at.height,
        selection=hover(_HOVER, "position"),
    )


def _dots(at: Fans, tips: list[alt.Tooltip], theme: Theme) -> alt.Chart:
    colour = either(alt.ColorValue, "datum.special", theme.sink, theme.faint)
    return at.dots(9, only="datum.seen", name=picked(_HOVER)).encode(
        at.x("fan"), at.y("position"), colour, tooltip=tips
    )


def _lines(at: Fans, tips: list[alt.Tooltip], theme: Theme) -> alt.Chart:
    return marks("rule", only="datum.width > 0", strokeCap="round").encode(
        at.x("fan"),
        at.y("position"),
        alt.X2(field="end"),
        alt.Y2(field="query"),
        while_hovered(alt.OpacityValue, _HOVER, 0.9, 0.12),
        **strokes(theme),
        tooltip=tips,
    )


def _labels(at: Fans, tips: list[alt.Tooltip], theme: Theme) -> alt.Chart:
    faint = [{"test": "datum.faint", "value": 0.4}, {"param": _HOVER, "value": 1}]
    return at.labels("datum.fan == 0 && datum.named", "right", -10).encode(
        at.x("fan"),
        at.y("position"),
        words("token"),
        fixed(alt.ColorValue, theme.ink),
        fixed(alt.OpacityValue, 0.4, condition=faint),
        tooltip=tips,
    )


def _predicted(at: Fans, theme: Theme) -> alt.Chart:
    """Beside the point where a fan's lines meet; only as wide as the gap to the next fan."""
    gap = f"{at.pitch} * {1 - SPAN:.2f} - 20"
    return marks(
        "text",
        only="isValid(datum.predicted)",
        align="left",
        baseline="middle",
        dx=9,
        fontSize=13,
        fontWeight=600,
        limit={"expr": f"{at.is_last} ? 130 : {gap}"},
        opacity={"expr": f"{at.is_last} || {gap} > 26 ? 1 : 0"},
    ).encode(at.x("end"), at.y("query"), words("predicted"), fixed(alt.ColorValue, theme.accent))
