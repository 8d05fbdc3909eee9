"""What both charts of lines share: places in fans, dots that are easy to hit, and what stands above a fan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from attn_core.charts.channels import Options, either, fixed, span
from attn_core.charts.drawing import WIDE, marks
from attn_core.charts.theme import Theme
from attn_core.frames.scales import SPAN, row_height

_NOTE_WIDTH = 96  # pixels that “<bos> takes 46 %” needs


@dataclass(frozen=True)
class Fans:
    """Where things stand: so many fans from left to right, so many tokens from top to bottom."""

    fans: int
    tokens: int

    @cached_property
    def row(self) -> float:
        """Pixels a token."""
        return row_height(self.tokens)

    @property
    def height(self) -> int:
        """Pixels of all tokens."""
        return round(self.row * self.tokens)

    @property
    def font(self) -> float:
        """Size of a token's label, in pixels."""
        return max(9, min(13, self.row * 0.8))

    @property
    def pitch(self) -> str:
        """Pixels from one fan to the next, as a Vega expression."""
        return f"{WIDE} / {self.fans - 1 + SPAN}"

    @property
    def is_last(self) -> str:
        """Whether a row is of the last fan, as a Vega expression."""
        return f"datum.fan == {self.fans - 1}"

    def x(self, column: str) -> alt.X:
        """The place of a column that counts fans."""
        return span(alt.X, column, 0, self.fans - 1 + SPAN)

    def y(self, column: str) -> alt.Y:
        """The place of a column that counts tokens, the first above."""
        return span(alt.Y, column, -0.5, self.tokens - 0.5, down=True)

    def dots(self, size: float, only: str, *, name: str | None = None, **style: Any) -> alt.Chart:
        """Dots with a transparent rim, as easy to hit as a row is high; a round one, or it takes up space."""
        rim: Options = {"stroke": "transparent", "strokeWidth": min(self.row, 18) - 3, "strokeJoin": "round"}
        return marks("circle", only=only, name=name, size=size, opacity=1, **rim, **style)

    def labels(self, only: str, align: str, dx: float, **style: Any) -> alt.Chart:
        """Tokens beside the lines."""
        return marks("text", only=only, align=align, baseline="middle", dx=dx, fontSize=self.font, **style)

    def numbers(self, theme: Theme, *, only: str, above: float) -> alt.Chart:
        """The layer's number so many pixels above each fan."""
        text = {"expr": f"({self.pitch} < 56 ? 'L' : 'Layer ') + datum.layer"}
        return self._header(only, dy=-above, fontSize=13, fontWeight=600, text=text).encode(
            fixed(alt.ColorValue, theme.ink)
        )

    def notes(self, theme: Theme, *, only: str) -> alt.Chart:
        """The column `note` above each fan, or `brief` where fans are narrow."""
        text = {"expr": f"{self.pitch} < {_NOTE_WIDTH} ? datum.brief : datum.note"}
        limit = {"expr": f"{self.pitch} - 8"}
        return self._header(only, dy=-12, fontSize=11, limit=limit, text=text).encode(
            fixed(alt.ColorValue, theme.faint)
        )

    def _header(self, only: str, **style: Any) -> alt.Chart:
        return marks("text", only=only, align="left", dx=-4, **style).encode(self.x("fan"), fixed(alt.YValue, 0))


def strokes(theme: Theme) -> Options:
    """Channels of lines: grey to special tokens, in the column `width` of pixels."""
    colour = either(alt.ColorValue, "datum.special", theme.sink, theme.attention)
    return {
        "color": colour,
        "strokeWidth": alt.StrokeWidth(field="width", type="quantitative", scale=None, legend=None),
    }
