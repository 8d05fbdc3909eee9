"""One forward of one text: what was read, what is predicted, and where every layer looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attn_core.records import runfile
from attn_core.records.attention import Attention, Float32, frozen
from attn_core.records.tokens import Kind, MaskedToken, NextToken, Token

_PLAIN = ("model", "kind", "prompt", "pair", "predicting_pos")


@dataclass(frozen=True, eq=False)
class AttentionRun:
    """One forward of one prompt. Layers, heads and positions count from 0; rows of a pattern look (query)."""

    model: str
    kind: Kind
    prompt: str
    pair: str | None
    attention: Attention  # every token looks at tokens of the same text
    next_tokens: tuple[NextToken, ...]  # best first; empty for encoders
    masked_tokens: tuple[MaskedToken, ...]  # encoders whose prompt has the mask token
    predicting_pos: int  # the position that predicts: the last; an encoder's first mask, else its last
    last_query: Float32  # [layer, head, key_pos], the attention of predicting_pos; each row sums to 1
    rounded_by: float = 0.0  # most that a weight of its last row was changed by rounding on the way; 0 where none was

    def __post_init__(self) -> None:
        frozen(self.last_query)

    @cached_property
    def stacks(self) -> dict[str, Attention]:
        """The one attention there is, by the name "self"."""
        return {"self": self.attention}

    @property
    def token_info(self) -> tuple[Token, ...]:
        """What each position is of the text."""
        return self.attention.key_tokens

    @property
    def tokens(self) -> tuple[str, ...]:
        """Display labels, one a position; repeated tokens have equal labels, so key on the position."""
        return tuple(token.label for token in self.token_info)

    @property
    def input_ids(self) -> tuple[int, ...]:
        """Vocabulary numbers, one a position."""
        return tuple(token.id for token in self.token_info)

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return self.attention.n_layers

    @property
    def n_heads(self) -> int:
        """Number of query heads in each layer."""
        return self.attention.n_heads

    def query(self, layer: int) -> Float32:
        """Queries of a layer, float32 [head, query_pos, d_head], after rotary embedding."""
        return self.attention.query(layer)

    def key(self, layer: int) -> Float32:
        """Keys of a layer, float32 [head, key_pos, d_head], repeated to one a query head."""
        return self.attention.key(layer)

    def pattern(self, layer: int) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos]; every row sums to 1, masked places are 0."""
        return self.attention.pattern(layer)

    def attention_from(self, query_pos: int) -> Float32:
        """Attention of one position in every layer, float32 [layer, head, key_pos]; rows sum to 1."""
        if query_pos == self.predicting_pos:
            return self.last_query
        rows = slice(query_pos, query_pos + 1)
        return frozen(np.stack([self.attention.pattern(layer, rows)[:, 0] for layer in range(self.n_layers)]))

    def save(self, path: str | Path) -> None:
        """Write the run as one .npz file without pickle; the path is used as given."""
        runfile.write(path, *self.packed())

    def packed(self) -> tuple[runfile.Header, runfile.Arrays]:
        """The header and the arrays of its file."""
        header, arrays = runfile.packed(self.attention)
        header |= {name: getattr(self, name) for name in _PLAIN}
        header |= {"token_info": runfile.rows(self.token_info), "next_tokens": runfile.rows(self.next_tokens)}
        header |= {"masked_tokens": [asdict(masked) for masked in self.masked_tokens]}
        header |= {"rounded_by": self.rounded_by}
        return header, arrays | {"last_query": self.last_query}

    @classmethod
    def load(cls, path: str | Path) -> AttentionRun:
        """Read a run that `save` wrote. Raises RunFileError where the file is none."""
        return runfile.read(path, cls.unpacked)

    @classmethod
    def unpacked(cls, header: runfile.Header, arrays: Mapping[str, npt.NDArray[Any]]) -> AttentionRun:
        """The run of a header and arrays. Raises ValueError, LookupError or TypeError where they are none of one."""
        if header["kind"] == "encoder-decoder":
            raise ValueError(f"it is one of kind {header['kind']}, which TranslationRun.load reads")
        tokens = runfile.tokens(header["token_info"])
        return cls(
            **{name: header[name] for name in _PLAIN},
            attention=runfile.unpacked(header, arrays, (tokens, tokens)),
            next_tokens=runfile.next_tokens(header["next_tokens"]),
            masked_tokens=tuple(
                MaskedToken(masked["position"], runfile.next_tokens(masked["candidates"]))
                for masked in header["masked_tokens"]
            ),
            last_query=arrays["last_query"],
            rounded_by=header.get("rounded_by", 0.0),
        )
