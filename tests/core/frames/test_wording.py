"""Numbers and tokens as a person says them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attn_core import Look, frames
from attn_core.frames.wording import (
    fine_percent,
    listed,
    looks,
    named,
    out_of_sight,
    percent,
    predicted_label,
    signed_percent,
    special_names,
    special_shares,
    subject,
)
from tests.support.hand_made import BLANK, HUNGRY, WINDOW, even, run_of


def test_percent() -> None:
    assert [percent(w) for w in (0, 0.001, 0.43, 0.996, 1.0)] == ["0 %", "<1 %", "43 %", ">99 %", "100 %"]
    assert [fine_percent(w) for w in (0.0001, 0.042, 0.61)] == ["<0.1 %", "4.2 %", "61 %"]
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_repeated_tokens_are_told_apart() -> None:
    run = run_of(["the", "cat", "the"], even(3))
    assert named(run, 2) == "‘the’ at position 2"
    assert named(run, 1) == "‘cat’"
    assert len(frames.next_token_lines.table(run, [0])) == 3


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0049, "<1 %"), (0.005, "<1 %"), (0.0051, "1 %"), (0.009, "1 %"), (0.9949, "99 %"), (0.995, ">99 %"),
     (0.9994, ">99 %"), (0.9996, "100 %")],
)  # fmt: skip
def test_shares_near_none_and_all(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0.0 %"), (0.0004, "<0.1 %"), (0.0006, "0.1 %"), (0.099, "9.9 %"), (0.0996, "10 %"), (0.5, "50 %")],
)
def test_small_probabilities_have_a_decimal(share: float, said: str) -> None:
    assert fine_percent(share) == said


def test_signs_and_lists() -> None:
    assert [signed_percent(share) for share in (0.43, 0.0, -0.12)] == ["43 %", "0 %", "−12 %"]
    assert [listed([]), listed(["a"]), listed(["a", "b"])] == ["", "a", "a and b"]


def test_who_looks() -> None:
    assert subject(HUNGRY) == "the prediction ‘food’"
    assert subject(HUNGRY, Look(query_pos=1)) == "the prediction after ‘hungry’"
    assert subject(HUNGRY, Look(query_pos=1, predicted="so")) == "the prediction ‘so’ after ‘hungry’"
    assert subject(BLANK) == "the prediction ‘cat’ for ‘[MASK]’"
    assert subject(BLANK, Look(query_pos=3)) == "‘sat’"


def test_each_mask_has_its_own_prediction() -> None:
    run = run_of(["[MASK]", "sat", "[MASK]"], even(3, causal=False), kind="encoder", predicting_pos=0)
    first, second = run.masked_tokens
    run = replace(run, masked_tokens=(first, replace(second, candidates=second.candidates[1:])))
    assert [predicted_label(run, Look(query_pos=position)) for position in range(3)] == ["food", None, "water"]


def test_names_of_special_tokens() -> None:
    assert special_names(HUNGRY) == "<bos>"
    assert special_names(BLANK) == "[CLS] and [SEP]"
    assert special_names(run_of(["a"], even(1))) == ""
    assert special_names(run_of(["<a>", "<b>", "<c>"], even(3))) == "special tokens"
    assert special_names(run_of(["<a>", "b", "<a>"], even(3))) == "<a>"


def test_what_special_tokens_take() -> None:
    for special in ("grey", "hidden"):  # the same, whatever becomes of them
        np.testing.assert_allclose(special_shares(HUNGRY, Look("mean", special)), [0.3, 0.6], atol=1e-6)
    np.testing.assert_allclose(special_shares(HUNGRY, Look(1)), [0.4, 0.7], atol=1e-6)
    np.testing.assert_allclose(special_shares(BLANK, Look()), [0.35], atol=1e-6)
    np.testing.assert_allclose(special_shares(BLANK, Look("max")), [0.3], atol=1e-6)  # one gets, not both together


def test_what_a_window_hides_is_counted_before_the_token_that_looks() -> None:
    assert out_of_sight(WINDOW, 0, 3) == "; the first 2 tokens are out of this layer’s sight"
    assert out_of_sight(WINDOW, 0, 2) == "; the first token is out of this layer’s sight"
    assert out_of_sight(WINDOW, 0, 1) == out_of_sight(WINDOW, 1, 3) == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([0.4, 0.3, 0.2, 0.1], "looks most at ‘a’ (40 %), then ‘b’ (30 %)"),
        ([0.2, 0.3, 0.2, 0.3], "looks most, and equally, at ‘b’ and ‘d’ (30 % each)"),
        ([0.3, 0.3, 0.3, 0.1], "looks most, and equally, at ‘a’, ‘b’ and ‘c’ (30 % each)"),
        ([0.25, 0.25, 0.25, 0.25], "looks equally at all 4 tokens (25 % each)"),
        ([0.31, 0.3, 0.2, 0.19], "looks most at ‘a’ (31 %), then ‘b’ (30 %)"),  # near is not equal
        ([0.3002, 0.3, 0.2, 0.1998], "looks most, and equally, at ‘a’ and ‘b’ (30 % each)"),  # told as equal
    ],
)
def test_most_and_equal(row: list[float], said: str) -> None:
    pattern = np.eye(4, dtype=np.float32)[None, None].copy()
    pattern[0, 0, 3] = row
    run = run_of(list("abcd"), pattern)
    assert looks(run, run.last_query[0, 0], 0, Look()) == f"the prediction ‘food’ {said}"
