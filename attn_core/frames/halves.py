"""Which tokens a view of heads draws: the halves of a pair that look and are looked at, special tokens or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attn_core.records.attention import Attention
from attn_core.records.look import Special
from attn_core.records.tokens import Token

Halves = Literal["all", "A→A", "A→B", "B→A", "B→B"]


def looking(attention: Attention, halves: Halves, special: Special) -> list[int]:
    """The query positions that are drawn, ascending."""
    return _positions(attention.query_tokens, None if halves == "all" else halves[0], special)


def looked_at(attention: Attention, halves: Halves, special: Special) -> list[int]:
    """The key positions that are drawn, ascending."""
    return _positions(attention.key_tokens, None if halves == "all" else halves[-1], special)


def _positions(tokens: Sequence[Token], half: str | None, special: Special) -> list[int]:
    def drawn(token: Token) -> bool:
        return (half is None or "AB"[token.segment] == half) and not (special == "hidden" and token.special)

    return [position for position, token in enumerate(tokens) if drawn(token)]
