"""One attention weight worked out: query times key in every dimension, summed, scaled, masked, softmax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from attn_core.records.attention import Attention, Float32
from attn_core.summaries.weights import Bools

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Steps:
    """How one query token comes to its weights: one number a key, but for `products` [key_pos, d_head].

    `capped` and `biased` are None where the model has no such step.
    """

    products: Float64
    dot: Float64  # the products of a key summed
    scaled: Float64
    capped: Float64 | None
    biased: Float64 | None
    seen: Bools
    weight: Float64  # 0 to 1; 0 where masked


def steps(attention: Attention, layer: int, head: int, query_pos: int) -> Steps:
    """The way from a query and all keys to the weights `pattern(layer)[head, query_pos]`, step by step."""
    captured = attention.layers[layer]
    products = attention.query(layer)[head, query_pos].astype(np.float64) * attention.key(layer)[head]
    dot = products.sum(axis=1)
    score = scaled = dot * captured.scale
    capped = biased = None
    if captured.softcap is not None:
        score = capped = captured.softcap * np.tanh(score / captured.softcap)
    bias = position_bias(attention, layer, head)
    if bias is not None:
        score = biased = score + bias[query_pos]
    seen = attention.visible(layer)[query_pos]
    powers = np.exp(np.where(seen, score - score.max(where=seen, initial=-np.inf), -np.inf))
    return Steps(products, dot, scaled, capped, biased, seen, powers / powers.sum())


def position_bias(attention: Attention, layer: int, head: int) -> Float32 | None:
    """What a head adds to scores for how far apart two tokens are, [query_pos, key_pos]; None where it adds nothing."""
    of_layer = attention.bias(layer)
    return None if of_layer is None else of_layer[head]


def steps_table(attention: Attention, layer: int, head: int, query_pos: int, keys: Sequence[int]) -> pd.DataFrame:
    """A row a key: every step's number, and each dimension's product, whose sum is `q·k`.

    `weight` is 0 to 1, and empty with the scores after the mask where the query may not look.
    """
    worked, chosen = steps(attention, layer, head, query_pos), list(keys)
    looked_at = attention.key_tokens
    columns: dict[str, object] = {
        "layer": layer,
        "head": head,
        "query_pos": query_pos,
        "query": attention.query_tokens[query_pos].label,
        "key_pos": chosen,
        "key": [looked_at[key].label for key in chosen],
        "masked": ~worked.seen[chosen],
        "q·k": worked.dot[chosen],
        "scaled": worked.scaled[chosen],
    }
    if worked.capped is not None:
        columns["capped"] = worked.capped[chosen]
    if worked.biased is not None:
        columns["with position bias"] = worked.biased[chosen]
    columns["weight"] = np.where(worked.seen, worked.weight, np.nan)[chosen]
    products = {f"q×k {i}": column for i, column in enumerate(worked.products[chosen].T)}
    return pd.DataFrame({**columns, **products})


def head_table(
    attention: Attention, layer: int, head: int, queries: Sequence[int], keys: Sequence[int]
) -> pd.DataFrame:
    """A row a query and a key that it may see, `weight` 0 to 1."""
    chosen = np.ix_(list(queries), list(keys))
    rows, columns = np.nonzero(attention.visible(layer)[chosen])
    query_pos, key_pos = np.asarray(queries)[rows], np.asarray(keys)[columns]
    return pd.DataFrame(
        {
            "layer": layer,
            "head": head,
            "query_pos": query_pos,
            "query": [attention.query_tokens[i].label for i in query_pos],
            "key_pos": key_pos,
            "key": [attention.key_tokens[i].label for i in key_pos],
            "weight": attention.pattern(layer)[head, query_pos, key_pos],
        }
    )
