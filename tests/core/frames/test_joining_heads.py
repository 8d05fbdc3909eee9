"""Which heads look from one token at another, and the prediction without them."""

from __future__ import annotations

import numpy as np

from attn_core import frames, readings
from tests.support.evidence import array
from tests.support.hand_made import HUNGRY, effects_of, even, run_of


def test_the_heads_that_join_two_tokens() -> None:
    off = effects_of(HUNGRY, array(0.4, 0.3, 0.2, 0.1).reshape(2, 2))
    table = frames.joining_heads.table(HUNGRY, off, 2, 1)
    assert list(table["head"]) == ["L0H0", "L0H1", "L1H0", "L1H1"]
    np.testing.assert_allclose(table["weight"], [60, 20, 10, 10], atol=1e-4)
    np.testing.assert_allclose(table["without"], [40, 30, 20, 10], atol=1e-4)
    assert readings.joining_heads(HUNGRY, off, 2, 1) == (
        "Head L0H0 looks hardest from ‘so’ at ‘hungry’ (60 % of its attention). Without it the probability of ‘food’"
        " falls from 50 % to 40 %."
    )
    assert frames.joining_heads.most_looked_at(HUNGRY, 2) == 2
    assert frames.joining_heads.most_looked_at(HUNGRY, 0) == 0


def test_the_hardest_looking_head_comes_first() -> None:
    off = effects_of(HUNGRY, array(0.4, 0.3, 0.2, 0.1).reshape(2, 2))
    table = frames.joining_heads.table(HUNGRY, off, 2, 2)  # .2 .4 .4 .2: of equals the first
    assert table["head"].tolist() == ["L0H1", "L1H0", "L0H0", "L1H1"]
    np.testing.assert_allclose(table["without"], [30, 20, 40, 10], atol=1e-4)
    earlier = frames.joining_heads.table(HUNGRY, off, 1, 1)
    assert earlier["head"].tolist() == ["L0H0", "L1H1", "L0H1", "L1H0"]


def test_special_tokens_are_never_the_most_looked_at_word() -> None:
    assert frames.joining_heads.most_looked_at(HUNGRY, 1) == 1  # itself, though <bos> gets more
    assert frames.joining_heads.most_looked_at(run_of(["a", "<sep>", "b"], even(3)), 1) == 0
    alone = run_of(["a", "<bos>"], [[[[1, 0], [0, 1]]]])
    assert frames.joining_heads.most_looked_at(alone, 1) == 1
