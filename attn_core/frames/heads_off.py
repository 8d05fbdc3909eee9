"""What switching each head off does to the prediction, and which heads join two tokens."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.frames.evidence import without
from attn_core.frames.labels import coded
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import specials


def head_cells(effects: Effects) -> pd.DataFrame:
    """One row a head: the change of the predicted token's probability as `shade`, and `says` for the tooltip.

    The largest change, in either direction, is -1 or 1; where none is over a percentage point, that would be.
    """
    change = effects.probability - effects.token.probability
    most = max(float(np.abs(change).max()), 0.01)
    n_layers, n_heads = effects.probability.shape
    places = [(layer, head) for layer in range(n_layers) for head in range(n_heads)]
    return pd.DataFrame(
        {
            "layer": np.array([layer for layer, _ in places], dtype=np.uint8),
            "head": np.array([head for _, head in places], dtype=np.uint8),
            "name": [f"L{layer}H{head}" for layer, head in places],
            "shade": np.round(change / most, 3).ravel(),
            "says": coded([without(effects, *place) for place in places]),
        }
    )


def heads_table(effects: Effects) -> pd.DataFrame:
    """One row a head, to download: the prediction without it."""
    n_layers, n_heads = effects.probability.shape
    return pd.DataFrame(
        {
            "layer": np.repeat(np.arange(n_layers), n_heads),
            "head": np.tile(np.arange(n_heads), n_layers),
            "probability": effects.probability.ravel(),
            "logit change": effects.logit_change.ravel(),
            "KL in bits": effects.kl_bits.ravel(),
        }
    )


def most_looked_at(run: AttentionRun, query_pos: int) -> int:
    """The word that one position looks at most, mean over all layers and heads; itself where it sees no word."""
    weights = np.where(specials(run), 0, run.attention_from(query_pos).mean(axis=(0, 1)))
    return int(weights.argmax()) if weights.any() else query_pos


def joining_heads(run: AttentionRun, effects: Effects, query_pos: int, key_pos: int) -> pd.DataFrame:
    """Every head, the one first that looks hardest from one token at another: `weight` and `without`, both in percent.

    `without` is the probability of the predicted token once the head is switched off.
    """
    table = pd.DataFrame(
        {
            "head": [f"L{layer}H{head}" for layer in range(run.n_layers) for head in range(run.n_heads)],
            "weight": run.attention_from(query_pos)[:, :, key_pos].ravel() * 100,
            "without": effects.probability.ravel() * 100,
        }
    )
    return table.sort_values("weight", ascending=False, kind="stable", ignore_index=True)
