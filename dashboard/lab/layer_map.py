"""The map of all layers on the single-sentence page, whose columns choose layers."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import streamlit as st
from streamlit.typing import VegaLiteState

from attn_core import AttentionRun, charts, frames, readings
from lab import controls
from lab.figure import explain, show


def layer_map(run: AttentionRun, chosen: Collection[int], look: controls.Look, position: int) -> None:
    """All layers as a heat map; a click on a column chooses its layer, or takes it back."""
    reading = readings.layer_heatmap(run, **look, query_pos=position)
    chart = charts.layer_heatmap(run, **look, query_pos=position, chosen=chosen, theme=controls.theme())
    event = show(chart, reading, key="map", on_select=_clicked, selection_mode="layer")
    table = partial(frames.next_token_table, run, range(run.n_layers), **look, query_pos=position)
    explain(reading, table, "map", chart)
    st.session_state.map_before = _selection(event)


def _clicked() -> None:
    """The chart keeps a selection of its own, so what was clicked is what changed in it."""
    for layer in _selection(st.session_state.map) ^ st.session_state.map_before:
        controls.toggle_layer(layer)


def _selection(event: VegaLiteState) -> set[int]:
    return {int(point["layer"]) for point in event["selection"].get("layer", [])}
