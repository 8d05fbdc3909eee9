"""The weights that charts show: heads combined, special tokens left in or taken out."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from attn_core import Look
from attn_core.records.look import Head
from attn_core.summaries.weights import largest_weight, last_row
from tests.support.hand_made import HUNGRY


def test_hand_made_patterns_come_back() -> None:
    expected = np.array([[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.2, 0.4]])
    np.testing.assert_allclose(HUNGRY.pattern(0)[1], expected, atol=1e-6)
    np.testing.assert_allclose(HUNGRY.attention_from(1)[0, 0], [0.5, 0.5, 0], atol=1e-6)


@pytest.mark.parametrize(
    ("head", "special", "expected"),
    [
        ("mean", "grey", [0.3, 0.4, 0.3]),
        ("max", "grey", [0.4, 0.6, 0.4]),
        (1, "grey", [0.4, 0.2, 0.4]),
        ("mean", "hidden", [0, 0.4 / 0.7, 0.3 / 0.7]),
        ("max", "hidden", [0, 0.75, 2 / 3]),  # each head rescaled by itself: .75 .25 and 1/3 2/3
        (1, "hidden", [0, 1 / 3, 2 / 3]),
    ],
)
def test_heads_and_special_tokens(head: Head, special: Literal["grey", "hidden"], expected: list[float]) -> None:
    np.testing.assert_allclose(last_row(HUNGRY, Look(head, special))[0], expected, atol=1e-6)


def test_a_head_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        last_row(HUNGRY, Look(2))


def test_largest_weight_leaves_specials_out() -> None:
    assert largest_weight(HUNGRY, [0, 1], Look()) == pytest.approx(0.4)
    assert largest_weight(HUNGRY, [1], Look()) == pytest.approx(0.3)
    assert largest_weight(HUNGRY, [], Look()) == 0
