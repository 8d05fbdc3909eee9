"""Which tokens a view of heads draws: the halves of a pair that look and are looked at, with or without the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from attn_core.types import Float32, Token

Halves = Literal["all", "A→A", "A→B", "B→A", "B→B"]
Marks = Literal["dimmed", "hidden", "shown"]


class Attention(Protocol):
    """What a diagram needs: an AttentionRun, or a part of an encoder–decoder's, whose queries and keys differ."""

    @property
    def n_layers(self) -> int:
        """Number of layers."""

    @property
    def n_heads(self) -> int:
        """Number of heads in each layer."""

    @property
    def query_tokens(self) -> tuple[Token, ...]:
        """The tokens that look: the rows of a pattern."""

    @property
    def key_tokens(self) -> tuple[Token, ...]:
        """The tokens that are looked at: the columns of a pattern."""

    def pattern(self, layer: int) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos]; every row sums to 1."""


def looking(run: Attention, halves: Halves, marks: Marks) -> list[int]:
    """The query positions that are drawn, ascending."""
    return _positions(run.query_tokens, None if halves == "all" else halves[0], marks)


def looked_at(run: Attention, halves: Halves, marks: Marks) -> list[int]:
    """The key positions that are drawn, ascending."""
    return _positions(run.key_tokens, None if halves == "all" else halves[-1], marks)


def _positions(tokens: Sequence[Token], half: str | None, marks: Marks) -> list[int]:
    def drawn(token: Token) -> bool:
        return (half is None or "AB"[token.segment] == half) and not (marks == "hidden" and token.special)

    return [position for position, token in enumerate(tokens) if drawn(token)]
