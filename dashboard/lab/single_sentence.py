"""The parts of the single-sentence page: the map of all layers, whose columns choose layers, and the fans of lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.typing import VegaLiteState

from attn_core import AttentionRun, Look, pictures
from attn_core.summaries.weights import largest_weight
from lab import controls, prediction
from lab.figure import figure


def layer_map(run: AttentionRun, chosen: Collection[int], look: Look) -> None:
    """All layers as a heat map; a click on a column chooses its layer, or takes it back."""
    picture = pictures.layer_heatmap(run, look, chosen=chosen, theme=controls.theme())
    event = figure(picture, "map", key="layer-map", on_select=_clicked, selection_mode="layer")
    st.session_state.map_before = _selection(event)


def _clicked() -> None:
    """The chart keeps a selection of its own, so what was clicked is what changed in it."""
    for layer in _selection(st.session_state["layer-map"]) ^ st.session_state.map_before:
        controls.toggle_layer(layer)


def _selection(event: VegaLiteState) -> set[int]:
    return {int(point["layer"]) for point in event["selection"].get("layer", [])}


@dataclass(frozen=True)
class Lines:
    """How both prompts' lines are drawn, so that they can be compared."""

    layers: Sequence[int]
    look: Look
    thickness: tuple[float, float]
    everything: bool

    def heaviest(self, run: AttentionRun, position: int) -> float:
        """The weight that gets the thickest line if this prompt is alone on the page."""
        return largest_weight(run, self.layers, replace(self.look, query_pos=position))

    def draw(self, run: AttentionRun, position: int, scale: float, name: str) -> None:
        """The chart of one prompt with its reading and its numbers."""
        make = pictures.all_weights if self.everything else pictures.next_token_lines
        look = prediction.looking_from(run, position, self.look)
        theme = controls.theme()
        figure(make(run, self.layers, look, thickness=self.thickness, scale_max=scale, theme=theme), name)
