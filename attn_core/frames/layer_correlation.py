"""How alike each layer's attention and the measured effects rank the words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.records.attention import Float32
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import specials


def correlations(run: AttentionRun, effects: Effects) -> Float32:
    """How alike a layer's attention and the measured effects rank the words: [layer], -1 to 1, nan for under 3 words.

    Spearman's rank correlation (1904), equal values sharing their mean rank, of the mean over heads.
    """
    words = ~specials(run) & ~np.isnan(effects.lost)
    if words.sum() < 3:
        return np.full(run.n_layers, np.nan, dtype=np.float32)
    ranked = pd.DataFrame(run.last_query.mean(axis=1)[:, words].T).rank()
    return np.asarray(ranked.corrwith(pd.Series(effects.lost[words]).rank()), dtype=np.float32)


def table(run: AttentionRun, effects: Effects) -> pd.DataFrame:
    """One row a layer, `rank correlation` -1 to 1."""
    found = correlations(run, effects)
    return pd.DataFrame({"layer": np.arange(len(found)), "rank correlation": found})


def coordinates(run: AttentionRun, effects: Effects) -> pd.DataFrame:
    """One row a layer that can be compared, its `rank correlation` in three decimals."""
    return table(run, effects).round(3).dropna()
