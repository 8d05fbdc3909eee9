"""What a chart looks like once it is drawn: its marks' places, texts and colours, from Vega's scenegraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import vl_convert

Item = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """One mark in pixels of the plot; `layer` counts the chart's layers from the back, -1 for axes and legends."""

    kind: str
    role: str
    layer: int
    x: float
    y: float
    x2: float
    y2: float
    text: str
    colour: str
    stroke: str | None
    opacity: float
    width: float  # of its stroke
    told: dict[str, str]  # its fields and tooltip, as a screen reader says them
    item: Item = field(repr=False)


@dataclass(frozen=True)
class Scene:
    """A drawn chart."""

    width: float
    height: float
    all: tuple[Mark, ...]

    def layer(self, number: int) -> list[Mark]:
        """The marks of one of the chart's layers, in the order in which they are drawn."""
        return [mark for mark in self.all if mark.layer == number]

    def texts(self, role: str) -> list[Mark]:
        """Texts of axes and legends: "axis-label", "axis-title", "legend-label"."""
        return [mark for mark in self.all if mark.role == role and mark.kind == "text"]

    @property
    def kinds(self) -> list[str]:
        """What the chart's layers are made of, from the back; "" for one without a mark."""
        last = max(mark.layer for mark in self.all)
        return [next((mark.kind for mark in self.layer(i)), "") for i in range(last + 1)]


def scene(chart: Any, width: int | None = None) -> Scene:
    """The chart, drawn with a plot that is so many pixels wide, or as wide as it says itself."""
    spec = chart.to_dict(validate=False)
    if width is not None:
        spec["width"] = width
    root = vl_convert.vegalite_to_scenegraph(spec)["scenegraph"]
    (plot,) = root["items"]
    return Scene(plot["width"], plot["height"], tuple(_marks(plot["items"], 0, 0)))


def tooltips(chart: Any, layer: int) -> list[Item]:
    """What a layer without a filter says under the pointer, title by title, a dictionary a row of the table."""
    spec = chart.to_dict(validate=False)
    (rows,) = spec["datasets"].values()
    assert "transform" not in spec["layer"][layer]
    lines = spec["layer"][layer]["encoding"]["tooltip"]
    return [{line["title"]: row[line["field"]] for line in lines} for row in rows]


def _marks(groups: list[Item], left: float, above: float) -> Iterator[Mark]:
    layer = -1
    for group in groups:
        drawn = group.get("role") in ("mark", "scope")  # a rounded bar is in a scope of its own
        layer += drawn
        yield from _inner(group, left, above, layer if drawn else -1)


def _inner(group: Item, left: float, above: float, layer: int) -> Iterator[Mark]:
    for item in group.get("items", []):
        x, y = left + item.get("x", 0), above + item.get("y", 0)
        if group["marktype"] == "group":
            for inner in item.get("items", []):
                yield from _inner(inner, x, y, layer)
        else:
            yield _mark(group, item, x, y, layer)


def _mark(group: Item, item: Item, x: float, y: float, layer: int) -> Mark:
    drawn = item.get("stroke") if group["marktype"] == "rule" else item.get("fill")
    told = dict(part.split(": ", 1) for part in item.get("description", "").split("; ") if ": " in part)
    x2, y2 = item.get("x2", x + item.get("width", 0)), item.get("y2", y + item.get("height", 0))
    return Mark(
        kind=group["marktype"],
        role=group.get("role", ""),
        layer=layer,
        x=round(x, 3),
        y=round(y, 3),
        x2=round(x2, 3),
        y2=round(y2, 3),
        text=str(item.get("text", "")),
        colour=drawn or "",
        stroke=item.get("stroke"),
        opacity=item.get("opacity", 1),
        width=item.get("strokeWidth", 1),
        told=told,
        item=item,
    )
