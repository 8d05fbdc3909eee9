"""The weights that charts show: heads combined, special tokens left in or taken out."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from attn_core import Look
from attn_core.records.look import Head
from attn_core.summaries.weights import all_rows, largest_weight, last_row, looker, specials
from tests.support.hand_made import BLANK, HUNGRY


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


def test_the_position_that_looks_is_the_chosen_one_though_it_is_the_first() -> None:
    assert looker(HUNGRY, Look()) == 2
    assert looker(HUNGRY, Look(query_pos=0)) == 0
    np.testing.assert_allclose(last_row(HUNGRY, Look(query_pos=0)), [[1, 0, 0]] * 2, atol=1e-6)
    assert looker(BLANK, Look()) == 2


def test_all_rows_are_of_their_layer_and_look() -> None:
    np.testing.assert_allclose(all_rows(HUNGRY, 1, Look(0))[1:], [[0.9, 0.1, 0], [0.5, 0.1, 0.4]], atol=1e-6)
    hidden = all_rows(HUNGRY, 1, Look("max", "hidden"))
    expected = np.array([[0, 0, 0], [0, 1, 0], [0, 1 / 3, 0.8]])
    np.testing.assert_allclose(hidden, expected, atol=1e-6)
    np.testing.assert_allclose(all_rows(HUNGRY, 0, Look())[2], [0.3, 0.4, 0.3], atol=1e-6)


def test_the_largest_weight_is_of_the_same_look() -> None:
    assert largest_weight(HUNGRY, [0, 1], Look("max", "hidden")) == pytest.approx(0.8)
    assert largest_weight(HUNGRY, [0], Look(query_pos=1)) == pytest.approx(0.375)


def test_special_positions() -> None:
    assert specials(BLANK).tolist() == [True, False, False, False, True]
    assert specials(HUNGRY).tolist() == [True, False, False]
