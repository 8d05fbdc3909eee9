"""The frozen records that flow between modules: numpy and the standard library only.

Layers, heads and positions count from 0. Rows of a pattern look (query), columns are looked at (key).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Kind = Literal["decoder", "encoder"]
WordClass = Literal["content", "function", "punctuation", "special"]


@dataclass(frozen=True)
class NextToken:
    """One candidate for a place in the text; `probability` is 0 to 1 over the whole vocabulary."""

    id: int
    label: str  # as displayed: spaces and newlines visible, bytes named
    text: str  # as it would be written, leading space included
    probability: float


@dataclass(frozen=True)
class MaskedToken:
    """What an encoder reads at a mask token: the position, and candidates best first."""

    position: int
    candidates: tuple[NextToken, ...]


@dataclass(frozen=True)
class Token:
    """One position of the prompt.

    `span` is its half-open character range in the text it is from: the prompt where `segment` is 0, the pair
    where it is 1; (0, 0) for a token that the tokenizer added. `sentence` counts from 0 over prompt and pair,
    and is -1 for a special token.
    """

    id: int
    label: str
    special: bool
    segment: int
    span: tuple[int, int]
    sentence: int
    word_class: WordClass


@dataclass(frozen=True, eq=False)
class LayerCapture:
    """What one layer's attention was computed from.

    query [head, query_pos, d_head] and key [kv_head, key_pos, d_head] after rotary embedding, float32 or, for
    a bfloat16 model, its bits as uint16. Scores are `softcap * tanh(q k^T * scale / softcap)` (or plain
    `q k^T * scale`), kept where the run's mask number `mask` is true.
    """

    query: npt.NDArray[Any]
    key: npt.NDArray[Any]
    scale: float
    softcap: float | None
    mask: int
    rotary: bool = False  # query and key were turned by their position before they were kept


def attend(captured: LayerCapture, mask: npt.NDArray[np.bool_], rows: slice = slice(None)) -> Float32:
    """Attention weights of a layer for the chosen query positions, float32 [head, query_pos, key_pos].

    softmax over key_pos of the scores (Vaswani et al. 2017, equation 1); `mask` is [query_pos, key_pos] and
    true where a query may look. Each row sums to 1.
    """
    query, key = _as_float32(captured.query[:, rows]), _as_float32(captured.key)
    n_heads, n_queries, d_head = query.shape
    # Query heads of one group read the same key, which is why the keys need not be repeated.
    grouped = query.reshape(len(key), -1, n_queries, d_head)
    scores = (grouped @ key[:, None].transpose(0, 1, 3, 2)).reshape(n_heads, n_queries, -1) * np.float32(captured.scale)
    if captured.softcap is not None:
        cap = np.float32(captured.softcap)
        scores = cap * np.tanh(scores / cap)
    scores = np.where(mask[rows], scores, np.float32(-np.inf))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]


@dataclass(frozen=True, eq=False)
class AttentionRun:
    """One forward of one prompt: what was read, what is predicted, and where every layer looked."""

    model: str
    kind: Kind
    prompt: str
    pair: str | None
    token_info: tuple[Token, ...]
    next_tokens: tuple[NextToken, ...]  # best first; empty for encoders
    masked_tokens: tuple[MaskedToken, ...]  # encoders whose prompt has the mask token
    predicting_pos: int  # the position that predicts: the last; an encoder's first mask, else its last
    last_query: Float32  # [layer, head, key_pos], the attention of predicting_pos; each row sums to 1
    layers: tuple[LayerCapture, ...]
    masks: tuple[npt.NDArray[np.bool_], ...]  # [query_pos, key_pos], true where a query may look

    def __post_init__(self) -> None:
        for layer in self.layers:
            layer.query.setflags(write=False)
            layer.key.setflags(write=False)
        for array in (self.last_query, *self.masks):
            array.setflags(write=False)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Display labels, one a position; repeated tokens have equal labels, so key on the position."""
        return tuple(token.label for token in self.token_info)

    @property
    def query_tokens(self) -> tuple[Token, ...]:
        """The tokens that look: the rows of a pattern."""
        return self.token_info

    @property
    def key_tokens(self) -> tuple[Token, ...]:
        """The tokens that are looked at: the columns of a pattern."""
        return self.token_info

    @property
    def input_ids(self) -> tuple[int, ...]:
        """Vocabulary numbers, one a position."""
        return tuple(token.id for token in self.token_info)

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return len(self.layers)

    @property
    def n_heads(self) -> int:
        """Number of query heads in each layer."""
        return int(self.last_query.shape[1])

    @cached_property
    def sink_pos(self) -> int | None:
        """Position of the <bos> or [CLS] token at the start, or None where the model has none."""
        return 0 if self.token_info[0].special else None

    def query(self, layer: int) -> Float32:
        """Queries of a layer, float32 [head, query_pos, d_head], after rotary embedding."""
        return _as_float32(self.layers[layer].query)

    def key(self, layer: int) -> Float32:
        """Keys of a layer, float32 [head, key_pos, d_head], repeated to one a query head."""
        key = _as_float32(self.layers[layer].key)
        return _frozen(np.repeat(key, self.n_heads // key.shape[0], axis=0))

    def pattern(self, layer: int) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos]; every row sums to 1, masked places are 0."""
        return self._attend(layer, slice(None))

    def attention_from(self, query_pos: int) -> Float32:
        """Attention of one position in every layer, float32 [layer, head, key_pos]; rows sum to 1."""
        if query_pos == self.predicting_pos:
            return self.last_query
        rows = slice(query_pos, query_pos + 1)
        return _frozen(np.stack([self._attend(layer, rows)[:, 0] for layer in range(self.n_layers)]))

    def _attend(self, layer: int, rows: slice) -> Float32:
        captured = self.layers[layer]
        return _frozen(attend(captured, self.masks[captured.mask], rows))

    def save(self, path: str | Path) -> None:
        """Write the run as one .npz file without pickle; the path is used as given."""
        from attn_core.runfile import write  # here, because that module reads and writes these records

        write(self, path)

    @classmethod
    def load(cls, path: str | Path) -> AttentionRun:
        """Read a run that `save` wrote. Raises RunFileError where the file is none."""
        from attn_core.runfile import read

        return read(path)


def _as_float32(array: npt.NDArray[Any]) -> Float32:
    """bfloat16 is the upper half of a float32, so its bits shifted up are the same number."""
    if array.dtype != np.uint16:
        return array
    return _frozen((array.astype(np.uint32) << 16).view(np.float32))


def _frozen(array: npt.NDArray[Any]) -> Float32:
    array.setflags(write=False)
    return array
