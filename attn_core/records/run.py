"""The frozen records that flow between modules: numpy and the standard library only.

Layers, heads and positions count from 0. Rows of a pattern look (query), columns are looked at (key).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from attn_core.records.attention import Attention, Float32, LayerCapture, Mask, attend, freeze, frozen

__all__ = [
    "Attention", "AttentionRun", "Float32", "Kind", "LayerCapture", "Mask", "MaskedToken", "NextToken", "Token",
    "TranslationRun", "WordClass", "attend",
]  # fmt: skip

Kind = Literal["decoder", "encoder", "encoder-decoder"]
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
    """One position of a text.

    `span` is its half-open character range in the text it is from: the prompt (or, in a translation, the target)
    where `segment` is 0, the pair where it is 1; (0, 0) for a token that was added. `sentence` counts from 0 over
    prompt and pair, and is -1 for a special token.
    """

    id: int
    label: str
    special: bool
    segment: int
    span: tuple[int, int]
    sentence: int
    word_class: WordClass


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
    masks: tuple[Mask, ...]
    biases: tuple[Float32, ...] = ()  # [head, query_pos, key_pos], added to the scores

    def __post_init__(self) -> None:
        freeze((self.last_query, *self.masks, *self.biases), self.layers)

    @cached_property
    def parts(self) -> dict[str, Attention]:
        """The one attention there is, by the name "self": every token looks at tokens of the same text."""
        return {"self": Attention(self.token_info, self.token_info, self.layers, self.masks, self.biases)}

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
        return self.parts["self"].query(layer)

    def key(self, layer: int) -> Float32:
        """Keys of a layer, float32 [head, key_pos, d_head], repeated to one a query head."""
        return self.parts["self"].key(layer)

    def bias(self, layer: int) -> Float32 | None:
        """What a layer adds to its scores, float32 [head, query_pos, key_pos]; None where it adds nothing."""
        return self.parts["self"].bias(layer)

    def pattern(self, layer: int) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos]; every row sums to 1, masked places are 0."""
        return self.parts["self"].pattern(layer)

    def attention_from(self, query_pos: int) -> Float32:
        """Attention of one position in every layer, float32 [layer, head, key_pos]; rows sum to 1."""
        if query_pos == self.predicting_pos:
            return self.last_query
        rows = slice(query_pos, query_pos + 1)
        return frozen(np.stack([self.parts["self"].pattern(layer, rows)[:, 0] for layer in range(self.n_layers)]))

    def save(self, path: str | Path) -> None:
        """Write the run as one .npz file without pickle; the path is used as given."""
        from attn_core.records.runfile import write  # here, because that module reads and writes these records

        write(self, path)

    @classmethod
    def load(cls, path: str | Path) -> AttentionRun:
        """Read a run that `save` wrote. Raises RunFileError where the file is none."""
        from attn_core.records.runfile import read

        return read(path, cls)


@dataclass(frozen=True, eq=False)
class TranslationRun:
    """One text read and another written by an encoder–decoder: its three attentions, and what would come next.

    The encoder and the decoder may differ in their depth; cross attention has a layer in each of the decoder's.
    """

    model: str
    prompt: str
    target: str  # what the decoder is shown as written, typed or generated
    generated: bool  # the target is the model's own, written greedily
    next_tokens: tuple[NextToken, ...]  # after the target, best first
    encoder: Attention  # the prompt looks at the prompt
    cross: Attention  # the target looks at the prompt
    decoder: Attention  # the target looks at its own beginning
    kind: ClassVar[Kind] = "encoder-decoder"

    @property
    def parts(self) -> dict[str, Attention]:
        """The attentions by name: "encoder", "cross" and "decoder"."""
        return {"encoder": self.encoder, "cross": self.cross, "decoder": self.decoder}

    def save(self, path: str | Path) -> None:
        """Write the run as one .npz file without pickle; the path is used as given."""
        from attn_core.records.runfile import write  # here, because that module reads and writes these records

        write(self, path)

    @classmethod
    def load(cls, path: str | Path) -> TranslationRun:
        """Read a run that `save` wrote. Raises RunFileError where the file is none."""
        from attn_core.records.runfile import read

        return read(path, cls)
