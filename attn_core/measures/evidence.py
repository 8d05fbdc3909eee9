"""Everything that claims to say which tokens a prediction came from, for one prompt. Decoders only.

Another method is another entry of `METHODS`: pages, tables and docs/truth.md follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from attn_core.forward.anywhere import anywhere
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.attribution import gradient_times_input, value_norms
from attn_core.measures.interventions import cut_edges, remove_tokens
from attn_core.records.attention import Float32
from attn_core.records.effects import Effects
from attn_core.records.evidence import ATTENTION, REMOVED, Evidence, Method, Values
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import head_average, rollout


@dataclass(frozen=True, eq=False)
class Question:
    """A run of a model, and where a method that can choose is to cut; None is everywhere."""

    model: LoadedModel
    run: AttentionRun
    layers: Collection[int] | None = None
    heads: Collection[int] | None = None
    progress: Callable[[float], None] | None = None  # told the done share of the slowest method, 0 to 1


def _rollout(asked: Question) -> Float32:
    run = asked.run
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    row: Float32 = rollout(patterns)[run.predicting_pos]
    return row


METHODS: Mapping[Method, Callable[[Question], Values]] = {
    ATTENTION: lambda asked: asked.run.last_query,
    Method(
        "attention rollout",
        "rollout",
        score="(attention + 1) / 2 of the head means, multiplied through the layers",
        source="Abnar & Zuidema 2020, arXiv:2005.00928",
        cost="none",
    ): _rollout,
    Method(
        "value-weighted norms",
        "value\nnorms",
        score="norm of weight × value @ W_O, mean of all layers and heads",
        source="Kobayashi et al. 2020, arXiv:2004.10102",
        cost="one",
    ): lambda asked: value_norms(asked.model, asked.run),
    Method(
        "gradient × input",
        "gradient\n× input",
        score="size of the embedding's first-order effect on the predicted token's logit",
        source="Denil et al. 2014, arXiv:1412.6815",
        cost="one and its gradient",
        share="of the push for and against it",
    ): lambda asked: gradient_times_input(asked.model, asked.run),
    Method(
        "cut",
        "cut",
        score="fall of the predicted token's probability when the predicting position no longer sees the token",
        source="Geva et al. 2023, arXiv:2304.14767",
        cost="one position a token",
        measured=True,
    ): lambda asked: cut_edges(asked.model, asked.run, layers=asked.layers, heads=asked.heads),
    REMOVED: lambda asked: remove_tokens(asked.model, asked.run, progress=asked.progress),
}
"""Attention first, then what measures more, then what intervenes."""


@anywhere
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
    asked = Question(model, run, layers, heads, progress)
    return {method: measure(asked) for method, measure in METHODS.items()}


def layer_attention(run: AttentionRun) -> Float32:
    """Attention of the predicting position in each layer, mean of its heads: [layer, key_pos], 0 to 1."""
    return head_average(run.last_query, "mean")


def token_scores(evidence: Evidence) -> dict[str, Float32]:
    """Every method's scores by its name, each float32 [key_pos], larger where the token is said to matter more.

    Their units differ: compare ranks between methods, figures only within one. A method that tells heads apart scores
    by the mean of all layers and heads, gradient × input by its size whichever way it pushes. Measured methods score by
    the lost probability of the predicted token alone, since the question is what made the model predict it. The KL
    divergence would also count what only moves the other candidates, and a token that spoke against the prediction as
    much as one that spoke for it.
    """
    return {method.name: _score(values) for method, values in evidence.items()}


def _score(values: Values) -> Float32:
    if isinstance(values, Effects):
        return values.lost
    return np.abs(values) if values.ndim == 1 else np.asarray(values.mean(axis=(0, 1)), dtype=np.float32)
