"""The ten most probable next tokens as bars, with their probabilities as text."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.drawing import drawing, either, field, marks, span, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.next_token_bars import coordinates
from attn_core.records.tokens import NextToken

_ROW = 26  # pixels


def next_token_bars(candidates: Sequence[NextToken], *, theme: Theme = LIGHT) -> alt.LayerChart:
    """The first ten candidates from top to bottom; the longest bar takes the width, the first is in accent colour."""
    bars = coordinates(candidates)
    x = span("length", 0, 1)
    y = span("rank", -0.5, len(bars) - 0.5, down=True)
    tips = tooltip(token="token", written="as written", percent="probability")
    ink = either("datum.rank == 0", theme.accent, theme.ink)
    weight = {"expr": "datum.rank == 0 ? 600 : 400"}
    return drawing(
        bars,
        [
            marks(
                "bar",
                {
                    "x": x, "y": y, "tooltip": tips,
                    "color": either("datum.rank == 0", theme.accent, theme.attention),
                },
                orient="horizontal", size=_ROW - 10, cornerRadiusEnd=3, opacity=0.85,
            ),
            marks(
                "text", {"x": {"value": 0}, "y": y, "text": field("token", "nominal"), "color": ink, "tooltip": tips},
                align="right", baseline="middle", dx=-10, fontSize=13, fontWeight=weight,
            ),
            marks(
                "text", {"x": x, "y": y, "text": field("percent", "nominal"), "color": ink},
                align="left", baseline="middle", dx=6, fontSize=12, fontWeight=weight,
            ),
        ],
        height=_ROW * max(len(bars), 1),
    )  # fmt: skip
