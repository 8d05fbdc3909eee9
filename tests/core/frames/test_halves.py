"""Which tokens a view of heads draws."""

from __future__ import annotations

import pytest

from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.records.look import Special
from attn_core.records.tokens import Token
from tests.support.hand_made import attention_of


def token(label: str, segment: int, special: bool = False) -> Token:
    return Token(0, label, special, segment, (0, 0), 0, "content")


PAIR = (token("[CLS]", 0, True), token("a", 0), token("[SEP]", 0, True), token("b", 1), token("[SEP]", 1, True))
TWO = PAIR[1:3]
CROSS = attention_of(TWO, PAIR, [[[[0.2] * 5] * 2]])
ITSELF = attention_of(PAIR, PAIR, [[[[0.2] * 5] * 5]])


@pytest.mark.parametrize(
    ("halves", "special", "queries", "keys"),
    [
        ("all", "grey", [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
        ("all", "shown", [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
        ("all", "hidden", [1, 3], [1, 3]),
        ("A→B", "grey", [0, 1, 2], [3, 4]),
        ("B→A", "grey", [3, 4], [0, 1, 2]),
        ("B→B", "hidden", [3], [3]),
        ("A→B", "hidden", [1], [3]),
    ],
)
def test_positions_of_a_pair(halves: Halves, special: Special, queries: list[int], keys: list[int]) -> None:
    assert looking(ITSELF, halves, special) == queries
    assert looked_at(ITSELF, halves, special) == keys


def test_tokens_that_look_and_are_looked_at_may_be_others() -> None:
    assert (looking(CROSS, "all", "grey"), looked_at(CROSS, "all", "grey")) == ([0, 1], [0, 1, 2, 3, 4])
    assert (looking(CROSS, "all", "hidden"), looked_at(CROSS, "all", "hidden")) == ([0], [1, 3])
