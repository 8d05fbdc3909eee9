"""Channels as the charts use them: what a mark's place, colour, text or tooltip is read from."""

from __future__ import annotations

from typing import Any, TypeVar

import altair as alt

from attn_core.charts.theme import Theme
from attn_core.records.look import Head

Options = dict[str, Any]
Channel = TypeVar("Channel", bound=alt.SchemaBase)


def span(channel: type[Channel], column: str, low: float, high: float, *, down: bool = False) -> Channel:
    """A position without axis, whose column runs from low to high; downwards where asked."""
    scale = {"domain": [low, high], "nice": False, "zero": False, "reverse": down}
    return channel(field=column, type="quantitative", axis=None, scale=scale)


def pixels(channel: type[Channel], column: str, most: float) -> Channel:
    """A position whose column already is in pixels, 0 to `most`, however wide the plot is."""
    scale = {"domain": [0, most], "range": [0, most], "nice": False, "zero": False}
    return channel(field=column, type="quantitative", axis=None, scale=scale)


def strength(column: str, *, least: float, most: float, top: float = 255, **options: Any) -> alt.Opacity:
    """How opaque a column from 0 to `top` makes a mark, linear."""
    scale = {"domain": [0, top], "range": [least, most]}
    return alt.Opacity(field=column, type="quantitative", scale=scale, legend=None, **options)


def words(column: str) -> alt.Text:
    """What is written: a column as it is."""
    return alt.Text(field=column, type="nominal")


def fixed(channel: type[Channel], value: Any, **options: Any) -> Channel:
    """A channel with the same value everywhere."""
    return channel(value, **options)


def either(channel: type[Channel], test: str, value: Any, otherwise: Any) -> Channel:
    """A channel with one value where the Vega expression holds, and another elsewhere."""
    return fixed(channel, otherwise, condition={"test": test, "value": value})


def while_hovered(channel: type[Channel], param: str, value: Any, otherwise: Any) -> Channel:
    """A channel with one value where nothing, or this mark, is hovered, and another where something else is."""
    return fixed(channel, otherwise, condition={"param": param, "value": value})


def tooltip(**columns: str) -> list[alt.Tooltip]:
    """Tooltip lines: column=title."""
    return [alt.Tooltip(field=column, type="nominal", title=title) for column, title in columns.items()]


def share(head: Head) -> alt.Tooltip:
    """The tooltip line for the column `share`, in percent; the largest over heads is no share."""
    title = "largest weight, %" if head == "max" else "share of attention, %"
    return alt.Tooltip(field="share", type="quantitative", title=title, format=".1f")


def quiet(theme: Theme, **options: Any) -> Options:
    """An axis of numbers only: no line, no ticks, no grid."""
    ink = {"labelColor": theme.faint, "titleColor": theme.faint}
    return {"domain": False, "ticks": False, "grid": False, "labelAngle": 0, **ink, **options}
