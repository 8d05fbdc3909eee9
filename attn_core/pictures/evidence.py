"""Whether the attention matters: what was measured beside what methods show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import altair as alt

from attn_core import charts, frames, readings
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.evidence import ALL, Chosen
from attn_core.pictures.picture import Picture
from attn_core.records.effects import Effects
from attn_core.records.evidence import Evidence
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken


def evidence(
    run: AttentionRun, found: Evidence, chosen: Chosen = ALL, *, theme: Theme = LIGHT
) -> Picture[alt.LayerChart]:
    """Every method beside the effect of taking each word away; `chosen` are the layers and heads of attention."""
    return Picture(
        charts.evidence(run, found, chosen, theme=theme),
        readings.evidence(run, found, chosen),
        partial(frames.evidence.table, run, found, chosen),
    )


def layer_correlation(run: AttentionRun, measured: Effects, *, theme: Theme = LIGHT) -> Picture[alt.LayerChart]:
    """Which layers rank the words as the measured effects do."""
    return Picture(
        charts.layer_correlation(run, measured, theme=theme),
        readings.layer_correlation(run, measured),
        partial(frames.layer_correlation.table, run, measured),
    )


def heads_off(measured: Effects, *, theme: Theme = LIGHT) -> Picture[alt.LayerChart]:
    """What switching off each head does; `measured` is [layer, head]."""
    return Picture(
        charts.heads_off(measured, theme=theme),
        readings.heads_off(measured),
        partial(frames.heads_off.table, measured),
    )


def logit_lens(layers: Sequence[Sequence[NextToken]], *, theme: Theme = LIGHT) -> Picture[alt.LayerChart]:
    """What each layer would predict, were it the last."""
    return Picture(
        charts.logit_lens(layers, theme=theme),
        readings.logit_lens(layers),
        partial(frames.logit_lens.table, layers),
    )
