"""Numbers and tokens as a person says them."""

from __future__ import annotations

from attn_core import frames
from attn_core.frames.wording import fine_percent, listed, named, percent
from tests.support.hand_made import even, run_of


def test_percent() -> None:
    assert [percent(w) for w in (0, 0.001, 0.43, 0.996, 1.0)] == ["0 %", "<1 %", "43 %", ">99 %", "100 %"]
    assert [fine_percent(w) for w in (0.0001, 0.042, 0.61)] == ["<0.1 %", "4.2 %", "61 %"]
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_repeated_tokens_are_told_apart() -> None:
    run = run_of(["the", "cat", "the"], even(3))
    assert named(run, 2) == "‘the’ at position 2"
    assert named(run, 1) == "‘cat’"
    assert len(frames.next_token_lines.table(run, [0])) == 3
