"""The main picture: what the prediction looked at, one fan of lines a chosen layer, side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.drawing import Spec, drawing, either, field, hover, marks, share, span, tooltip, while_hovered
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.next_token_lines import coordinates
from attn_core.frames.scales import SPAN, row_height
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun

_HOVER = "token"
NOTE_WIDTH = 96  # pixels that “<bos> takes 46 %” needs


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
    table = coordinates(run, layers, look, thickness=thickness, scale_max=scale_max)
    n, fans = len(run.tokens), len(layers)
    row = row_height(n)
    x = span("fan", 0, fans - 1 + SPAN)
    y = span("position", -0.5, n - 0.5, down=True)
    place = {"x": x, "y": y}
    tips = [*tooltip(token="token", position="position", layer="layer"), share(look.head)]
    grey_or_blue = either("datum.special", theme.sink, theme.attention)
    return drawing(
        table,
        [
            marks(
                "circle",
                place | {"tooltip": tips, "color": either("datum.special", theme.sink, theme.faint)},
                only="datum.seen", size=9, opacity=1, **rim(row),
            ),
            marks(
                "rule",
                place | {
                    "x2": {"field": "end"}, "y2": {"field": "query"}, "color": grey_or_blue, "tooltip": tips,
                    "strokeWidth": field("width", scale=None, legend=None),
                    "opacity": while_hovered(_HOVER, 0.9, 0.12),
                },
                only="datum.width > 0", params=[hover(_HOVER, "position")], strokeCap="round",
            ),
            _labels(place, tips, row, theme),
            *headers(x, fans, theme, only="datum.position == 0", noted=True),
            _predicted(place, fans, theme),
        ],
        height=round(row * n),
    )  # fmt: skip


def rim(row: float) -> Spec:
    """A transparent rim that makes a dot as easy to hit as a row of that many pixels; round, or it takes up space."""
    return {"stroke": "transparent", "strokeWidth": min(row, 18) - 3, "strokeJoin": "round"}


def headers(x: Spec, fans: int, theme: Theme, *, only: str, noted: bool) -> list[Spec]:
    """The layer's number above each fan, and under it the column `note` if asked; `brief` where fans are narrow."""
    pitch = f"width / {fans - 1 + SPAN}"
    place = {"x": x, "y": {"value": 0}}
    number = marks(
        "text",
        place | {"color": {"value": theme.ink}},
        only=only, align="left", dx=-4, dy=-27 if noted else -14, fontSize=13, fontWeight=600,
        text={"expr": f"({pitch} < 56 ? 'L' : 'Layer ') + datum.layer"},
    )  # fmt: skip
    if not noted:
        return [number]
    under = marks(
        "text",
        place | {"color": {"value": theme.faint}},
        only=only, align="left", dx=-4, dy=-12, fontSize=11, limit={"expr": f"{pitch} - 8"},
        text={"expr": f"{pitch} < {NOTE_WIDTH} ? datum.brief : datum.note"},
    )  # fmt: skip
    return [number, under]


def _labels(place: Spec, tips: list[Spec], row: float, theme: Theme) -> Spec:
    return marks(
        "text",
        place | {
            "text": field("token", "nominal"), "tooltip": tips, "color": {"value": theme.ink},
            "opacity": {
                "condition": [{"test": "datum.faint", "value": 0.4}, {"param": _HOVER, "value": 1}], "value": 0.4,
            },
        },
        only="datum.fan == 0 && datum.named", align="right", baseline="middle", dx=-10,
        fontSize=max(9, min(13, row * 0.8)),
    )  # fmt: skip


def _predicted(place: Spec, fans: int, theme: Theme) -> Spec:
    """Beside the point where a fan's lines meet; only as wide as the gap to the next fan."""
    last = f"datum.fan == {fans - 1}"
    gap = f"width / {fans - 1 + SPAN} * {1 - SPAN:.2f} - 20"
    return marks(
        "text",
        {
            "x": place["x"] | {"field": "end"}, "y": place["y"] | {"field": "query"},
            "text": field("predicted", "nominal"), "color": {"value": theme.accent},
        },
        only="isValid(datum.predicted)", align="left", baseline="middle", dx=9, fontSize=13, fontWeight=600,
        limit={"expr": f"{last} ? 130 : {gap}"}, opacity={"expr": f"{last} || {gap} > 26 ? 1 : 0"},
    )  # fmt: skip
