"""How the charts are put together: layers of marks over one table, as Altair's own objects."""

from __future__ import annotations

from typing import Any, Literal, Self

import altair as alt
import pandas as pd
from altair.utils.schemapi import UndefinedType

from attn_core.charts.channels import Options

Kind = Literal["bar", "circle", "rect", "rule", "text"]

WIDTH = 700  # pixels of a chart that a page or a notebook gives no width
WIDE = "(width || item.mark.group.width)"  # the plot's, for the marks in it: where charts are joined, `width` is 0
MOST_ROWS = 5000  # that Altair writes of a data frame, unless told otherwise for all charts of a process


_LIFTED = ("data", "params", "height", "width", "view")


class _Unchecked:
    """Altair checks these when they are made, 0.3 to 0.6 ms each, and all of a chart again when it is written.

    The second check is enough: a chart of eight layers is made in 4 ms instead of 11.
    """

    _class_is_valid_at_instantiation = False


class _Mark(_Unchecked, alt.MarkDef):
    pass


class _Filter(_Unchecked, alt.FilterTransform):
    pass


class _Calculate(_Unchecked, alt.CalculateTransform):
    pass


class _Selection(_Unchecked, alt.TopLevelSelectionParameter):
    pass


class Rows(_Unchecked, alt.InlineData):
    """A long table as rows, for which Altair has no limit; they are made when the chart is written."""

    def __init__(self, frame: pd.DataFrame, **kwds: Any) -> None:
        super().__init__(frame=frame, **kwds)

    @property
    def values(self) -> list[Options]:
        """One dictionary a row."""
        return list(alt.to_values(self.frame)["values"])

    def to_dict(self, *args: Any, **kwds: Any) -> Options:
        """The rows, in Vega-Lite's words."""
        return {"values": self.values}


class Layers(alt.LayerChart):
    """Layers of marks, over which others may be laid: those take this size, and of equal selections this one stays.

    Vega-Lite takes a selection only once a view, and Altair would refuse another height.
    """

    def __init__(self, data: Any = alt.Undefined, layer: Any = (), **properties: Any) -> None:
        # Altair lifts data, selections and sizes out of the layers, which takes 2 ms, for every copy again.
        if any(chart._get(name) is not alt.Undefined for chart in layer for name in _LIFTED):
            super().__init__(data, layer, **properties)
        else:
            super(alt.LayerChart, self).__init__(data=data, layer=list(layer), **properties)

    def __iadd__(self, other: Any) -> Self:
        mine = [param.name for param in _params(self)]
        if isinstance(other, alt.LayerChart):
            other = other.copy(deep=False)
            other.params = [param for param in _params(other) if param.name not in mine] or alt.Undefined
            other.height = other.width = other.view = alt.Undefined
        return super().__iadd__(other)

    def __add__(self, other: Any) -> Self:
        return super().__add__(other)


def _params(chart: alt.LayerChart) -> list[Any]:
    return [] if isinstance(chart.params, UndefinedType) else list(chart.params)


def drawing(
    table: pd.DataFrame,
    layers: list[alt.Chart],
    *,
    height: int,
    width: int = WIDTH,
    calculate: dict[str, str] | None = None,
    selection: _Selection | None = None,
) -> Layers:
    """Layers over one table, the first at the back; its plot is so many pixels high, what stands out of it is added.

    `calculate` are columns more, each a Vega expression over the others. A layer is named after the selection whose
    marks it has.
    """
    return Layers(
        data=table if len(table) <= MOST_ROWS else Rows(table),
        layer=layers,
        height=height,
        width=width,
        view={"stroke": None},
        transform=[_Calculate(calculate=how, **{"as": name}) for name, how in (calculate or {}).items()]
        or alt.Undefined,
        params=alt.Undefined if selection is None else [selection],
    )


def table_of(chart: alt.LayerChart) -> pd.DataFrame:
    """The table that a chart draws."""
    table = chart.data.frame if isinstance(chart.data, Rows) else chart.data
    assert isinstance(table, pd.DataFrame)
    return table


def marks(kind: Kind, *, only: str | Options | None = None, name: str | None = None, **style: Any) -> alt.Chart:
    """A layer without channels: marks of the rows for which a Vega expression or predicate holds."""
    return alt.Chart(
        mark=_Mark(type=kind, **style),
        transform=alt.Undefined if only is None else [_Filter(filter=only)],
        name=alt.Undefined if name is None else name,
    )


def pick(param: str, *columns: str, **options: Any) -> _Selection:
    """A selection of marks of the layer `picked(param)`, and of all with the same values in some columns."""
    select = {"type": "point", "fields": list(columns), **options}
    return _Selection(name=param, select=select, views=[picked(param)])


def hover(param: str, column: str) -> _Selection:
    """A selection that holds while the pointer is on a mark, of all marks with the same value in a column."""
    return pick(param, column, on="pointerover", clear="pointerout", toggle=False)


def picked(param: str) -> str:
    """The name of the layer whose marks are picked. Altair would name it after the data, new for every prompt."""
    return f"{param}_marks"
