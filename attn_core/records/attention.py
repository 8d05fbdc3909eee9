"""Attention as it is kept: queries, keys and what is added to their scores; a pattern is computed when asked for.

Layers, heads and positions count from 0. Rows of a pattern look (query), columns are looked at (key).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from attn_core.records.tokens import Token

Float32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]  # [query_pos, key_pos], true where a query may look


@dataclass(frozen=True, eq=False)
class LayerCapture:
    """What one layer's attention was computed from.

    query [head, query_pos, d_head] and key [kv_head, key_pos, d_head] after rotary embedding, float32 or, for
    a bfloat16 model, its bits as uint16. Scores are `softcap * tanh(q k^T * scale / softcap)` (or plain
    `q k^T * scale`), plus the bias number `bias` where there is one, kept where the mask number `mask` is true.
    """

    query: npt.NDArray[Any]
    key: npt.NDArray[Any]
    scale: float
    softcap: float | None
    mask: int
    bias: int | None = None
    rotary: bool = False  # query and key were turned by their position before they were kept


def attend(captured: LayerCapture, mask: Mask, rows: slice = slice(None), bias: Float32 | None = None) -> Float32:
    """Attention weights of a layer for the chosen query positions, float32 [head, query_pos, key_pos].

    softmax over key_pos of the scores (Vaswani et al. 2017, equation 1); `mask` is [query_pos, key_pos] and
    true where a query may look; `bias` is [head, query_pos, key_pos] and added to the scores (relative positions:
    Raffel et al. 2020, section 2.1). Each row sums to 1.
    """
    query, key = as_float32(captured.query[:, rows]), as_float32(captured.key)
    n_heads, n_queries, d_head = query.shape
    # Query heads of one group read the same key, which is why the keys need not be repeated.
    grouped = query.reshape(len(key), -1, n_queries, d_head)
    scores = (grouped @ key[:, None].transpose(0, 1, 3, 2)).reshape(n_heads, n_queries, -1) * np.float32(captured.scale)
    if captured.softcap is not None:
        cap = np.float32(captured.softcap)
        scores = cap * np.tanh(scores / cap)
    if bias is not None:
        scores = scores + bias[:, rows]
    scores = np.where(mask[rows], scores, np.float32(-np.inf))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False)
class Attention:
    """All layers of one attention: which tokens look, at which, and with which queries, keys, masks and biases."""

    query_tokens: tuple[Token, ...]  # those that look
    key_tokens: tuple[Token, ...]  # those that are looked at: others than query_tokens in cross attention only
    layers: tuple[LayerCapture, ...]
    masks: tuple[Mask, ...]
    biases: tuple[Float32, ...] = ()  # [head, query_pos, key_pos], added to the scores

    def __post_init__(self) -> None:
        for array in (*self.masks, *self.biases):
            frozen(array)
        for layer in self.layers:
            frozen(layer.query)
            frozen(layer.key)

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return len(self.layers)

    @property
    def n_heads(self) -> int:
        """Number of query heads in each layer."""
        return len(self.layers[0].query)

    def query(self, layer: int) -> Float32:
        """Queries of a layer, float32 [head, query_pos, d_head], after rotary embedding."""
        return as_float32(self.layers[layer].query)

    def key(self, layer: int) -> Float32:
        """Keys of a layer, float32 [head, key_pos, d_head], repeated to one a query head."""
        key = as_float32(self.layers[layer].key)
        return frozen(np.repeat(key, self.n_heads // key.shape[0], axis=0))

    def visible(self, layer: int) -> Mask:
        """Where the queries of a layer may look, bool [query_pos, key_pos]."""
        return self.masks[self.layers[layer].mask]

    def bias(self, layer: int) -> Float32 | None:
        """What a layer adds to its scores, float32 [head, query_pos, key_pos]; None where it adds nothing."""
        number = self.layers[layer].bias
        return None if number is None else self.biases[number]

    def pattern(self, layer: int, rows: slice = slice(None)) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos], for all or the chosen query positions.

        Every row sums to 1, masked places are 0.
        """
        captured = self.layers[layer]
        return frozen(attend(captured, self.visible(layer), rows, self.bias(layer)))


def as_float32(array: npt.NDArray[Any]) -> Float32:
    """The same numbers in float32: bfloat16 is the upper half of one, so its bits (uint16) are shifted up."""
    if array.dtype != np.uint16:
        return array
    return frozen((array.astype(np.uint32) << 16).view(np.float32))


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array itself, which from now on is read-only."""
    array.setflags(write=False)
    return array
