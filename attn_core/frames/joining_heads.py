"""Which heads look from one token at another, and what the prediction is without them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import specials


def most_looked_at(run: AttentionRun, query_pos: int) -> int:
    """The word that one position looks at most, mean over all layers and heads; itself where it sees no word."""
    weights = np.where(specials(run), 0, run.attention_from(query_pos).mean(axis=(0, 1)))
    return int(weights.argmax()) if weights.any() else query_pos


def table(run: AttentionRun, effects: Effects, query_pos: int, key_pos: int) -> pd.DataFrame:
    """Every head, the one first that looks hardest from one token at another: `weight` and `without`, both in percent.

    `without` is the probability of the predicted token once the head is switched off.
    """
    heads = pd.DataFrame(
        {
            "head": [f"L{layer}H{head}" for layer in range(run.n_layers) for head in range(run.n_heads)],
            "weight": run.attention_from(query_pos)[:, :, key_pos].ravel() * 100,
            "without": effects.probability.ravel() * 100,
        }
    )
    return heads.sort_values("weight", ascending=False, kind="stable", ignore_index=True)
