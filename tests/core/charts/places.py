"""Where lines of two fans stand, in pixels, worked out by hand for the example's tokens."""

from __future__ import annotations

from tests.core.charts.scene import Mark

ROW = 26  # pixels a token
SPAN, PITCH = 0.7, 1.7  # of two fans: where the first ends, and where the second does
LEAST, MOST = 0.5, 12.0
CHOSEN = [2, 0]  # not in their order


def x(fan: float) -> float:
    return round(fan / PITCH * 700, 3)


def y(position: float) -> float:
    return (position + 0.5) * ROW


def width(weight: float, top: float, thickness: tuple[float, float] = (LEAST, MOST)) -> float:
    return thickness[0] + (thickness[1] - thickness[0]) * min(weight / top, 1)


def ends(line: Mark) -> tuple[float, float, float, float]:
    return line.x, line.y, line.x2, line.y2
