"""How the charts are put together: Vega-Lite's own words as dictionaries, in an Altair chart."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from attn_core.charts.theme import Theme
from attn_core.records.look import Head

Spec = dict[str, Any]

# Streamlit turns to canvas above 2,000 marks by itself, but only counts layers without a filter.
CANVAS = {"embedOptions": {"renderer": "canvas"}}
CANVAS_FROM = 2000


class Drawing(alt.LayerChart):
    """An Altair chart of layers given as Vega-Lite dictionaries, all over one table.

    Altair checks every channel when it is made and the whole chart again when it is sent: 90 ms for five layers,
    against 2 ms here. The tests do that check, with `to_dict(validate=True)`.
    """

    def __init__(self, data: pd.DataFrame | Any = alt.Undefined, layer: Any = (), **kwargs: Any) -> None:
        super(alt.LayerChart, self).__init__(data=data, layer=list(layer), **kwargs)

    def to_dict(self, validate: bool = False, **kwargs: Any) -> Spec:
        """The chart as Vega-Lite, unchecked unless asked for; without Altair's limit of 5,000 rows in a notebook."""
        if alt.data_transformers.active != "default":
            return super().to_dict(validate, **kwargs)
        with alt.data_transformers.enable("default", max_rows=None):
            return super().to_dict(validate, **kwargs)


def drawing(data: pd.DataFrame, layers: list[Spec], height: int, **properties: Any) -> Drawing:
    """A chart whose plot is `height` pixels high; what stands out of the plot is added to that."""
    return Drawing(
        data=data,
        layer=layers,
        height=height,
        autosize={"type": "fit-x", "contains": "padding"},
        view={"stroke": None},
        padding={"left": 2, "right": 2, "top": 2, "bottom": 6},
        **properties,
    )


def marks(
    mark: str, encoding: Spec, *, only: str | Spec | None = None, params: list[Spec] | None = None, **style: Any
) -> Spec:
    """One layer: a mark with its style, of the rows for which `only` (a Vega expression or predicate) holds."""
    spec: Spec = {"mark": {"type": mark, **style}, "encoding": encoding}
    if only is not None:
        spec["transform"] = [{"filter": only}]
    if params is not None:
        spec["params"] = params
    return spec


def field(name: str, kind: str = "quantitative", **options: Any) -> Spec:
    """A channel that reads a column."""
    return {"field": name, "type": kind, **options}


def span(name: str, low: float, high: float, *, down: bool = False) -> Spec:
    """A position channel without axis, whose column runs from low to high; downwards where asked."""
    return field(name, axis=None, scale={"domain": [low, high], "nice": False, "zero": False, "reverse": down})


def pixels(name: str) -> Spec:
    """A position channel whose column already is in pixels."""
    return field(name, axis=None, scale=None)


def either(test: str, value: Any, otherwise: Any) -> Spec:
    """A channel with one value where the Vega expression holds, and another elsewhere."""
    return {"condition": {"test": test, "value": value}, "value": otherwise}


def while_hovered(param: str, value: Any, otherwise: Any) -> Spec:
    """A channel with one value where nothing, or this mark, is hovered, and another where something else is."""
    return {"condition": {"param": param, "value": value}, "value": otherwise}


def hover(param: str, column: str) -> Spec:
    """A selection that holds while the pointer is on a mark, of all marks with the same value in a column."""
    return {
        "name": param,
        "select": {"type": "point", "fields": [column], "on": "pointerover", "clear": "pointerout", "toggle": False},
    }


def tooltip(**columns: str) -> list[Spec]:
    """Tooltip lines: column=title."""
    return [field(column, "nominal", title=title) for column, title in columns.items()]


def share(head: Head) -> Spec:
    """The tooltip line for the column `share`, in percent; the largest over heads is no share."""
    return field("share", title="largest weight, %" if head == "max" else "share of attention, %", format=".1f")


def quiet(theme: Theme, **options: Any) -> Spec:
    """An axis of numbers only: no line, no ticks, no grid."""
    ink = {"labelColor": theme.faint, "titleColor": theme.faint}
    return {"domain": False, "ticks": False, "grid": False, "labelAngle": 0, **ink, **options}
