"""What a pattern says in one number: numpy in, numpy out.

`weights` is attention after the softmax, 0 to 1, with key_pos last: [..., key_pos], or a whole pattern where that is
asked for. Shares are of one row's attention, 0 to 1. Inputs are never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from attn_core.records.attention import Float32

Head = int | Literal["mean", "max"]
Positions = npt.NDArray[np.bool_] | Sequence[bool]


def head_average(weights: Float32, head: Head) -> Float32:
    """One picture of several heads: [..., head, key_pos] to [..., key_pos], 0 to 1.

    "mean" is over the heads, and its rows sum to 1 as theirs do. "max" is the largest weight that any head gives a
    position, so its rows sum to 1 or more. A number is that head alone; IndexError where there is none of it.
    For a pattern [head, query_pos, key_pos] move the head axis first: `pattern.swapaxes(0, 1)`.
    """
    if head == "mean":
        return np.asarray(weights.mean(axis=-2), dtype=np.float32)
    if head == "max":
        return np.asarray(weights.max(axis=-2), dtype=np.float32)
    if not 0 <= head < weights.shape[-2]:
        raise IndexError(f"head {head} of {weights.shape[-2]}")
    return weights[..., head, :]


def share_on(weights: Float32, positions: Positions) -> Float32:
    """Share of the attention on the chosen positions (bool [key_pos]), such as content words: [...], 0 to 1."""
    return np.asarray(weights[..., np.asarray(positions, dtype=np.bool_)].sum(axis=-1), dtype=np.float32)


def bos_share(weights: Float32, sink_pos: int | None) -> Float32:
    """Share of the attention that goes to <bos> or [CLS]: [...], 0 to 1; 0 where the model has neither.

    It is where heads look that have nothing to do, and says little of the text (Xiao et al. 2023, arXiv:2309.17453).
    """
    if sink_pos is None:
        return np.zeros(weights.shape[:-1], dtype=np.float32)
    return np.asarray(weights[..., sink_pos], dtype=np.float32)


def rescale_without(weights: Float32, left_out: Positions) -> Float32:
    """The attention with some positions (bool [key_pos]) left out and the rest rescaled: [..., key_pos], rows sum to 1.

    A row that has nothing elsewhere stays 0 throughout.
    """
    kept = np.where(np.asarray(left_out, dtype=np.bool_), np.float32(0), weights)
    total = kept.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(kept, total, out=np.zeros_like(kept), where=total > 0), dtype=np.float32)


def entropy(weights: Float32) -> Float32:
    """How spread a row is, in bits: [...], 0 (one position) to log2(query_pos + 1) (even, in a decoder).

    -sum(p log2 p) with 0 log 0 = 0 (Shannon 1948).
    """
    logs = np.log2(weights, out=np.zeros_like(weights), where=weights > 0)
    return np.asarray(np.maximum(-(weights * logs).sum(axis=-1), 0), dtype=np.float32)


def mean_distance(weights: Float32, query_pos: int) -> Float32:
    """How far a row looks, in tokens: [...], the mean of |query_pos - key_pos| under its weights, 0 to n_ctx - 1.

    The attention distance of Vig & Belinkov 2019 (arXiv:1906.04284), of one query. Rescale without <bos> first, or
    the distance is mostly that to <bos>.
    """
    distances = np.abs(np.arange(weights.shape[-1], dtype=np.float32) - query_pos)
    return np.asarray(weights @ distances, dtype=np.float32)


def mean_distances(pattern: Float32, left_out: Positions) -> Float32:
    """How far every row of a pattern looks, in tokens: [..., query_pos, key_pos] to [..., query_pos].

    `mean_distance` of each row with some positions (bool [key_pos]) left out and the rest rescaled; a row that has
    nothing elsewhere gets 0. Query and key positions must count the same text.
    """
    kept = ~np.asarray(left_out, dtype=np.bool_)
    places = np.arange(pattern.shape[-1], dtype=np.float32)
    distances = np.abs(places[:, None] - places) * kept
    total = pattern @ kept.astype(np.float32)
    moved = np.einsum("...qk,qk->...q", pattern, distances)
    return np.asarray(np.divide(moved, total, out=np.zeros_like(total), where=total > 0), dtype=np.float32)


def share_on_previous(weights: Float32, query_pos: int, k: int = 3) -> Float32:
    """Share on the k positions right before the query, not on itself: [...], 0 to 1."""
    return np.asarray(weights[..., max(query_pos - k, 0) : query_pos].sum(axis=-1), dtype=np.float32)


def share_across_boundary(weights: Float32, sentences: Sequence[int], query_pos: int) -> Float32:
    """Share on sentences other than the query's own: [...], 0 to 1. Specials (sentence -1) are in none.

    A special query has no sentence of its own: all sentences are then others.
    """
    numbers = np.asarray(sentences)
    return share_on(weights, (numbers >= 0) & (numbers != numbers[query_pos]))


def sentence_mass(weights: Float32, sentences: Sequence[int]) -> Float32:
    """Share of the attention on each sentence: [..., key_pos] to [..., sentence], 0 to 1.

    `sentences` gives each position's number, -1 for specials; what a row lacks to 1 is on those.
    """
    return np.asarray(weights @ _membership(sentences), dtype=np.float32)


def sentence_matrix(pattern: Float32, sentences: Sequence[int]) -> Float32:
    """How much sentences look at each other: [..., query_pos, key_pos] to [..., query sentence, key sentence], 0 to 1.

    The mean, over the tokens of the query sentence, of their share on the key sentence. Rows sum to at most 1: the
    rest is on specials.
    """
    membership = _membership(sentences)
    per_token = membership / np.maximum(membership.sum(axis=0), 1)
    return np.asarray(per_token.T @ sentence_mass(pattern, sentences), dtype=np.float32)


def rollout(patterns: Float32) -> Float32:
    """Attention followed through the layers: [layer, query_pos, key_pos] of head means to [query_pos, key_pos].

    The product over layers of (A + 1) / 2, where 1 is the residual connection (Abnar & Zuidema 2020,
    arXiv:2005.00928, section 3). Rows sum to 1.
    """
    mixed = np.eye(patterns.shape[-1], dtype=np.float64)
    for pattern in patterns:
        mixed = (pattern + np.eye(len(mixed))) / 2 @ mixed
    return np.asarray(mixed, dtype=np.float32)


def _membership(sentences: Sequence[int]) -> Float32:
    """[key_pos, sentence], 1 where the position is in the sentence."""
    numbers = np.asarray(sentences)
    count = int(numbers.max(initial=-1)) + 1
    return np.asarray(numbers[:, None] == np.arange(count), dtype=np.float32)
