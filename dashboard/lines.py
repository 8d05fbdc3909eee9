"""The fans of lines on the single-sentence page: of the looking position, or of every position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import controls
import prediction
from pictures import picture

from attn_core import AttentionRun, charts, frames, readings


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
        style = {**self.look, "query_pos": position}
        size = {"thickness": self.thickness, "scale_max": scale, "theme": controls.theme()}
        if self.everything:
            chart = charts.all_weights(run, self.layers, **style, **size)
            reading = readings.all_weights(run, self.layers, **style)
            table = frames.all_weights_table(run, self.layers, **self.look)
        else:
            best = prediction.candidates(run, position)
            predicted = best[0].label if best else None
            chart = charts.next_token_lines(run, self.layers, **style, **size, predicted=predicted)
            reading = readings.next_token_lines(run, self.layers, **style, predicted=predicted)
            table = frames.next_token_table(run, self.layers, **style)
        picture(chart, reading, table, name)
