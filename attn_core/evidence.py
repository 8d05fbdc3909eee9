"""Everything that claims to say which tokens a prediction came from, for one prompt. Decoders only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import numpy as np

from attn_core.attribution import gradient_times_input, value_norms
from attn_core.effects import Evidence
from attn_core.interventions import cut_edges, remove_tokens
from attn_core.summaries import rollout
from attn_core.types import AttentionRun

if TYPE_CHECKING:
    from attn_core.loading import LoadedModel


def gather(
    model: LoadedModel,
    run: AttentionRun,
    *,
    layers: Collection[int] | None = None,
    heads: Collection[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Evidence:
    """Every method's numbers for a run of this model; layers and heads, all by default, are those of the cut.

    `progress` is told the done share, 0 to 1. Raises PromptError for an encoder, UnsupportedModelError where the
    model's W_O has no known name, BusyError where the model is not free in time.
    """
    report = progress or (lambda share: None)
    norms = value_norms(model, run)
    gradient = gradient_times_input(model, run)
    cut = cut_edges(model, run, layers=layers, heads=heads)
    removed = remove_tokens(model, run, progress=report)
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    return Evidence(rollout(patterns)[run.predicting_pos], norms, gradient, cut, removed)
