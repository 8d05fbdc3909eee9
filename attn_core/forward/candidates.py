"""The likeliest tokens for a place."""

from __future__ import annotations

import numpy as np

from attn_core.forward.vocabulary import Vocabulary
from attn_core.records.attention import Float32
from attn_core.records.tokens import NextToken

N_CANDIDATES = 50


def candidates(vocabulary: Vocabulary, logits: Float32) -> tuple[NextToken, ...]:
    """The 50 likeliest tokens for logits [vocabulary], best first, with softmax over the whole vocabulary."""
    weights = np.exp(logits - logits.max())
    probabilities = weights / weights.sum()
    count = min(N_CANDIDATES, len(logits))
    best = np.argpartition(-probabilities, count - 1)[:count]
    # Equal probabilities come in the order of the vocabulary, so that a run can be repeated.
    best = best[np.lexsort((best, -probabilities[best]))]
    return tuple(
        NextToken(number, vocabulary.label(number), vocabulary.text([number]), float(probabilities[number]))
        for number in best.tolist()
    )
