"""The fans of lines on the single-sentence page: of the looking position, or of every position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt

from attn_core import AttentionRun, charts, frames, readings
from lab import controls, prediction
from lab.figure import picture


@dataclass(frozen=True)
class Lines:
    """How both prompts' lines are drawn, so that they can be compared."""

    layers: Sequence[int]
    look: controls.Look
    thickness: tuple[float, float]
    everything: bool

    def heaviest(self, run: AttentionRun, position: int) -> float:
        """The weight that gets the thickest line if this prompt is alone on the page."""
        return frames.largest_weight(run, self.layers, **self.look, query_pos=position)

    def draw(self, run: AttentionRun, position: int, scale: float, name: str) -> None:
        """The chart of one prompt with its reading and its numbers."""
        look, layers, thickness = self.look, self.layers, self.thickness
        chart: alt.LayerChart
        if self.everything:
            chart = charts.all_weights(
                run, layers, **look, query_pos=position, thickness=thickness, scale_max=scale, theme=controls.theme()
            )
            reading = readings.all_weights(run, layers, **look, query_pos=position)
            table = partial(frames.all_weights_table, run, layers, **look)
        else:
            best = prediction.candidates(run, position)
            word = best[0].label if best else None
            chart = charts.next_token_lines(
                run, layers, **look, query_pos=position, thickness=thickness, scale_max=scale, predicted=word,
                theme=controls.theme(),
            )  # fmt: skip
            reading = readings.next_token_lines(run, layers, **look, query_pos=position, predicted=word)
            table = partial(frames.next_token_table, run, layers, **look, query_pos=position)
        picture(chart, reading, table, name)
