"""Where layers look: the pictures of one run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

import altair as alt

from attn_core import charts, frames, readings
from attn_core.charts.theme import LIGHT, Theme
from attn_core.pictures.picture import Picture
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken

THICKNESS = (0.5, 12.0)  # pixels, of the thinnest and the thickest line


def next_token_lines(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = THICKNESS,
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> Picture[alt.LayerChart]:
    """A fan of lines a chosen layer: what one position looked at."""
    return Picture(
        charts.next_token_lines(run, layers, look, thickness=thickness, scale_max=scale_max, theme=theme),
        readings.next_token_lines(run, layers, look),
        partial(frames.next_token_lines.table, run, layers, look),
    )


def all_weights(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = THICKNESS,
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> Picture[alt.LayerChart]:
    """A fan of lines a chosen layer: what every position looked at."""
    return Picture(
        charts.all_weights(run, layers, look, thickness=thickness, scale_max=scale_max, theme=theme),
        readings.all_weights(run, layers, look),
        partial(frames.all_weights.table, run, layers, look),
    )


def layer_heatmap(
    run: AttentionRun, look: Look = Look(), *, chosen: Collection[int] = (), theme: Theme = LIGHT
) -> Picture[alt.LayerChart]:
    """All layers as a map, the chosen ones outlined."""
    return Picture(
        charts.layer_heatmap(run, look, chosen=chosen, theme=theme),
        readings.layer_heatmap(run, look),
        partial(frames.layer_heatmap.table, run, look),
    )


def shaded_text(
    run: AttentionRun, layer: int, look: Look = Look(), *, scale_max: float | None = None, theme: Theme = LIGHT
) -> Picture[alt.LayerChart]:
    """The text, shaded by what one layer looked at."""
    return Picture(
        charts.shaded_text(run, layer, look, scale_max=scale_max, theme=theme),
        readings.shaded_text(run, layer, look),
        partial(frames.shaded_text.table, run, layer, look),
    )


def sentence_shares(run: AttentionRun, head: Head = "mean", *, theme: Theme = LIGHT) -> Picture[alt.LayerChart]:
    """What each sentence gets in every layer."""
    return Picture(
        charts.sentence_shares(run, head, theme=theme),
        readings.sentence_shares(run, head),
        partial(frames.sentence_shares.table, run, head),
    )


def sentence_matrix(
    run: AttentionRun, layer: int, head: Head = "mean", *, theme: Theme = LIGHT
) -> Picture[alt.LayerChart]:
    """From which sentence to which one layer looks."""
    return Picture(
        charts.sentence_matrix(run, layer, head, theme=theme),
        readings.sentence_matrix(run, layer, head),
        partial(frames.sentence_matrix.table, run, layer, head),
    )


def next_token_bars(candidates: Sequence[NextToken], *, theme: Theme = LIGHT) -> Picture[alt.LayerChart]:
    """The likeliest tokens for a place."""
    return Picture(
        charts.next_token_bars(candidates, theme=theme),
        readings.next_token_bars(candidates),
        partial(frames.next_token_bars.table, candidates),
    )
