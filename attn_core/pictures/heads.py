"""What heads do: one layer's, all of them, and one head's arithmetic."""

from __future__ import annotations

from functools import partial

from attn_core import diagrams, frames
from attn_core.charts.theme import LIGHT, Theme
from attn_core.diagrams.diagram import Diagram
from attn_core.diagrams.head_view import Choice
from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.pictures.picture import Picture, Table
from attn_core.records.attention import Attention
from attn_core.records.head_labels import HeadLabels
from attn_core.records.look import Special


def head_view(
    attention: Attention,
    layer: int,
    *,
    halves: Halves = "all",
    special: Special = "grey",
    start: Choice | None = None,
    labels: HeadLabels | None = None,
    theme: Theme = LIGHT,
) -> Picture[Diagram]:
    """One layer's heads as lines between two columns of tokens."""
    drawn = diagrams.head_view(
        attention, layer, halves=halves, special=special, start=start, labels=labels, theme=theme
    )
    return _with(drawn, partial(frames.head_view.table, attention, layer, halves=halves, special=special))


def model_view(drawn: Diagram, labels: HeadLabels | None = None) -> Picture[Diagram]:
    """All heads of all layers, from their diagram, which is worth keeping: it costs every layer's pattern."""
    return _with(drawn, partial(diagrams.model_view_table, drawn, labels))


def neuron_view(
    attention: Attention, layer: int, head: int, *, query_pos: int, halves: Halves = "all", expanded: bool = False,
    answers: int = 0, theme: Theme = LIGHT
) -> Picture[Diagram]:  # fmt: skip
    """One head's lines, or the sums behind those of one query; the numbers are those that are shown."""
    drawn = diagrams.neuron_view(
        attention, layer, head, query_pos=query_pos, halves=halves, expanded=expanded, answers=answers, theme=theme
    )
    queries, keys = looking(attention, halves, "shown"), looked_at(attention, halves, "shown")
    sums = partial(frames.neuron_view.steps_table, attention, layer, head, query_pos, keys)
    lines = partial(frames.neuron_view.head_table, attention, layer, head, queries, keys)
    return _with(drawn, sums if expanded else lines)


def _with(drawn: Diagram, table: Table) -> Picture[Diagram]:
    return Picture(drawn, drawn.reading, table)
