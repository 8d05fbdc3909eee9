"""One layer's links between tokens, one number a head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.records.attention import Attention, Float32
from attn_core.records.look import Special


def table(attention: Attention, layer: int, *, halves: Halves = "all", special: Special = "grey") -> pd.DataFrame:
    """The numbers of the picture: a row a pair of tokens that is not masked, a column a head, weights 0 to 1.

    A row a number would be 3 million rows for 12 heads and 512 tokens.
    """
    queries, keys = (
        np.array(looking(attention, halves, special), int),
        np.array(looked_at(attention, halves, special), int),
    )
    weights = weights_between(attention, layer, queries, keys)
    rows, columns = np.nonzero(weights.any(axis=0))
    query_labels = np.array([token.label for token in attention.query_tokens], dtype=object)
    key_labels = np.array([token.label for token in attention.key_tokens], dtype=object)
    return pd.DataFrame(
        {
            "layer": np.full(len(rows), layer),
            "query_pos": queries[rows],
            "query": query_labels[queries[rows]],
            "key_pos": keys[columns],
            "key": key_labels[keys[columns]],
            **{f"head {head}": weights[head, rows, columns] for head in range(attention.n_heads)},
        }
    )


def weights_between(
    attention: Attention, layer: int, queries: Sequence[int] | np.ndarray, keys: Sequence[int] | np.ndarray
) -> Float32:
    """The weights of some queries on some keys in one layer, [head, query, key]."""
    return attention.pattern(layer)[:, np.asarray(queries, int)[:, None], np.asarray(keys, int)[None]]
