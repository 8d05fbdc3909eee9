"""Every position's attention in the chosen layers: looked-at tokens at the left, looking ones at the right."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.drawing import CANVAS, CANVAS_FROM, Spec, drawing, either, field, hover, marks, span, tooltip
from attn_core.charts.next_token_lines import headers, rim
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.all_weights import coordinates
from attn_core.frames.scales import SPAN, row_height
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun

_HOVER = "looking"
_HOVERED = f"isValid({_HOVER}.query_pos)"


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
    table = coordinates(run, layers, look, thickness=thickness, scale_max=scale_max)
    n, fans = len(run.tokens), len(layers)
    row = row_height(n)
    x = span("fan", 0, fans - 1 + SPAN)
    y = span("key_pos", -0.5, n - 0.5, down=True)
    line = {
        "x": x, "y": y, "x2": {"field": "end"}, "y2": {"field": "query_pos"},
        "color": either("datum.special", theme.sink, theme.attention),
        "strokeWidth": field("width", scale=None, legend=None),
    }  # fmt: skip
    light = min(0.3, max(0.14, 5 / n))  # many lines over each other add up
    hovered: Spec = {"and": ["datum.line", {"param": _HOVER, "empty": False}]}
    # 8 pixels more at each side, for the round ends of thick lines
    veil = {
        "x": {"value": -8}, "x2": {"value": {"expr": "width + 8"}},
        "y": {"value": -8}, "y2": {"value": {"expr": "height + 8"}},
    }  # fmt: skip
    return drawing(
        table,
        [
            marks("rule", line, only="datum.line && !datum.strong", opacity=light, strokeCap="round"),
            marks("rule", line, only="datum.line && datum.strong", opacity=0.9, strokeCap="round"),
            marks(
                "rect",
                veil | {"opacity": either(_HOVERED, 0.9, 0)},
                only="!datum.line && datum.fan == 0 && datum.key_pos == 0", color=theme.background,
            ),
            marks("rule", line, only=hovered, opacity=0.9, strokeCap="round"),
            *_places(x, y, fans, row, theme),
            *headers(x, fans, theme, only="!datum.line && datum.key_pos == 0", noted=False),
        ],
        height=round(row * n),
        **({"usermeta": CANVAS} if len(table) > CANVAS_FROM else {}),
    )  # fmt: skip


def _places(x: Spec, y: Spec, fans: int, row: float, theme: Theme) -> list[Spec]:
    """Dots at both ends of every fan, and the tokens beside the outermost ones."""
    left, right = {"x": x, "y": y}, {"x": x | {"field": "end"}, "y": y | {"field": "query_pos"}}
    tips = tooltip(token="looking", query_pos="position", layer="layer", looks_at="looks most at")
    size = max(9, min(13, row * 0.8))
    token = {"text": field("token", "nominal")}
    ink = either("datum.strong", theme.accent, theme.ink)
    caption: Spec = {"fontSize": 11, "color": theme.faint, "dy": -14}
    last = f"datum.fan == {fans - 1}"
    return [
        marks("circle", left, only="!datum.line", size=9, opacity=1, color=theme.faint),
        marks(
            "circle",
            right | {"tooltip": tips, "color": either("datum.strong", theme.accent, theme.faint)},
            only="!datum.line", params=[hover(_HOVER, "query_pos")], size=14, opacity=1,
            **rim(row),
        ),
        marks(
            "text", left | token,
            only="!datum.line && datum.fan == 0 && datum.named",
            align="right", baseline="middle", dx=-10, fontSize=size, color=theme.ink,
        ),
        marks(
            "text", right | token | {"color": ink, "tooltip": tips},
            only=f"!datum.line && {last} && datum.named", align="left", baseline="middle", dx=10, fontSize=size,
        ),
        marks(
            "text", {"x": x, "y": {"value": 0}}, only="!datum.line && datum.fan == 0 && datum.key_pos == 0",
            align="right", dx=-10, text="looked at", **caption,
        ),
        marks(
            "text", {"x": right["x"], "y": {"value": 0}}, only=f"!datum.line && {last} && datum.key_pos == 0",
            align="left", dx=10, text="looking", **caption,
        ),
    ]  # fmt: skip
