"""Which tokens a view of heads draws: the halves of a pair that look and are looked at, with or without the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attn_core.records.looking import Looking
from attn_core.records.run import Token

Halves = Literal["all", "A→A", "A→B", "B→A", "B→B"]
Marks = Literal["dimmed", "hidden", "shown"]


def looking(run: Looking, halves: Halves, marks: Marks) -> list[int]:
    """The query positions that are drawn, ascending."""
    return _positions(run.query_tokens, None if halves == "all" else halves[0], marks)


def looked_at(run: Looking, halves: Halves, marks: Marks) -> list[int]:
    """The key positions that are drawn, ascending."""
    return _positions(run.key_tokens, None if halves == "all" else halves[-1], marks)


def _positions(tokens: Sequence[Token], half: str | None, marks: Marks) -> list[int]:
    def drawn(token: Token) -> bool:
        return (half is None or "AB"[token.segment] == half) and not (marks == "hidden" and token.special)

    return [position for position, token in enumerate(tokens) if drawn(token)]
