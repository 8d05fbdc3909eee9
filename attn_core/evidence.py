"""One score a token from each method that claims to say what a prediction came from. Decoders only.

Every method gives float32 [key_pos], larger where the token is said to matter more, so that all can be ranked and
drawn side by side. Their units differ: compare ranks between methods, figures only within one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from attn_core import summaries
from attn_core.attribution import gradient_times_input, value_norms
from attn_core.interventions import Effects, cut_edges, remove_tokens
from attn_core.types import AttentionRun, Float32

if TYPE_CHECKING:
    from attn_core.loading import LoadedModel

Method = Callable[["LoadedModel", AttentionRun], Float32]


def layer_attention(run: AttentionRun) -> Float32:
    """Attention of the predicting position in each layer, mean of its heads: [layer, key_pos], 0 to 1."""
    return summaries.head_average(run.last_query, "mean")


def fall(effects: Effects) -> Float32:
    """How far the predicted token's probability falls in each case: -1 (it rises) to 1, nan where there is no case.

    Of that token alone, since the question is what made the model predict it. The KL divergence would also count what
    only moves the other candidates, and a token that spoke against the prediction as much as one that spoke for it.
    """
    return np.asarray(effects.token.probability - effects.probability, dtype=np.float32)


def _mean_attention(model: LoadedModel, run: AttentionRun) -> Float32:
    return np.asarray(run.last_query.mean(axis=(0, 1)), dtype=np.float32)


def _rollout(model: LoadedModel, run: AttentionRun) -> Float32:
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    return np.asarray(summaries.rollout(patterns)[run.predicting_pos], dtype=np.float32)


def _value_norms(model: LoadedModel, run: AttentionRun) -> Float32:
    return np.asarray(value_norms(model, run).sum(axis=(0, 1)), dtype=np.float32)


def _gradient(model: LoadedModel, run: AttentionRun) -> Float32:
    return np.asarray(np.abs(gradient_times_input(model, run)), dtype=np.float32)


def _cut(model: LoadedModel, run: AttentionRun) -> Float32:
    return fall(cut_edges(model, run))


def _removed(model: LoadedModel, run: AttentionRun) -> Float32:
    return fall(remove_tokens(model, run))


METHODS: dict[str, Method] = {
    "mean attention": _mean_attention,  # over all layers and heads; 0 to 1, sums to 1
    "attention rollout": _rollout,  # summaries.rollout of the head means; 0 to 1, sums to 1
    "value-weighted norms": _value_norms,  # attribution.value_norms added up over layers and heads; 0 and more
    "gradient × input": _gradient,  # size of attribution.gradient_times_input, in logits; 0 and more
    "cut": _cut,  # fall of the probability when the predicting position no longer sees the token
    "removed": _removed,  # the same when no position sees it; nan at the predicting position itself
}
"""The methods by the name that is shown: attention first, then what measures more, then what intervenes."""


def token_scores(model: LoadedModel, run: AttentionRun) -> dict[str, Float32]:
    """Every method's scores by its name, each float32 [key_pos].

    Raises PromptError for an encoder, UnsupportedModelError where the model's W_O has no known name.
    """
    return {name: method(model, run) for name, method in METHODS.items()}
