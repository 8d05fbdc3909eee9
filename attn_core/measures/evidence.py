"""Everything that claims to say which tokens a prediction came from, for one prompt. Decoders only."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import numpy as np

from attn_core.measures.attribution import gradient_times_input, value_norms
from attn_core.measures.interventions import cut_edges, remove_tokens
from attn_core.records.effects import METHODS, Evidence
from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import head_average, rollout

if TYPE_CHECKING:
    from attn_core.models.loading import LoadedModel


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
    norms = value_norms(model, run)
    gradient = gradient_times_input(model, run)
    cut = cut_edges(model, run, layers=layers, heads=heads)
    removed = remove_tokens(model, run, progress=progress)
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    return Evidence(rollout(patterns)[run.predicting_pos], norms, gradient, cut, removed)


def layer_attention(run: AttentionRun) -> Float32:
    """Attention of the predicting position in each layer, mean of its heads: [layer, key_pos], 0 to 1."""
    return head_average(run.last_query, "mean")


def token_scores(run: AttentionRun, evidence: Evidence) -> dict[str, Float32]:
    """Every method's scores by its name, each float32 [key_pos], larger where the token is said to matter more.

    Their units differ: compare ranks between methods, figures only within one. "cut" and "removed" score by the lost
    probability of the predicted token alone, since the question is what made the model predict it. The KL divergence
    would also count what only moves the other candidates, and a token that spoke against the prediction as much as
    one that spoke for it.
    """
    scores = (
        layer_attention(run).mean(axis=0),
        evidence.rollout,
        evidence.value_norms.sum(axis=(0, 1)),
        np.abs(evidence.gradient),
        evidence.cut.lost,
        evidence.removed.lost,
    )
    return dict(zip(METHODS, scores, strict=True))
