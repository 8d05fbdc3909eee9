"""A chart as a page takes it: what the charts leave to the page, and the table as Arrow. Nothing of Streamlit."""

from __future__ import annotations

import hashlib
import pickle
from typing import Any, Literal

import altair as alt

from attn_core.charts.drawing import table_of

Width = int | Literal["page", "own"]
"""Pixels with all that stands out of the plot, or all that the page has, or what the chart says itself."""

# Streamlit turns to canvas above 2,000 marks by itself, but only counts layers without a filter.
_CANVAS = {"embedOptions": {"renderer": "canvas"}}
_CANVAS_FROM = 2000


def framed(chart: alt.LayerChart, width: Width = "page") -> alt.LayerChart:
    """The chart in a frame of its own: a rim of padding, and a width that holds labels, legends and rim too."""
    framed = chart.copy(deep=False)
    framed.autosize = {"type": "fit-x", "contains": "padding"}
    framed.padding = {"left": 2, "right": 2, "top": 2, "bottom": 6}
    if width != "own":
        framed.width = alt.Undefined if width == "page" else width
    return framed


def sent(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart as Streamlit takes it: Vega-Lite whose table stays a data frame, which goes as Arrow.

    The table is named after its content. Under one name for all, the page would take a table with equal first and
    last rows for the one it has.
    """
    table = table_of(chart)
    name = hashlib.sha256(pickle.dumps(table)).hexdigest()
    unbound = chart.copy(deep=False)
    unbound.data = alt.NamedData(name=name)
    spec: dict[str, Any] = unbound.to_dict(validate=False, context={"top_level": False})  # without Altair's theme
    many = {"usermeta": _CANVAS} if len(table) > _CANVAS_FROM else {}
    return spec | {"datasets": {name: table}} | many
