"""What the model view says: how to read it, and what its numbers tell."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.readings.model_view import how_to_read, model_view
from attn_core.records.attention import Float32
from tests.support.hand_made import tokens_of

NAN = float("nan")


def heads(*rows: list[float]) -> Float32:
    return np.array(rows, dtype=np.float32)


FIGURES = {
    "on <s>": heads([0.1, 0.5, 0.5], [0.5, 0.6, 0.7]),
    "on the previous token": heads([0.1, 0.2, 0.3], [0.1, 0.9, 0.1]),
    "mean distance": heads([1, 2, 3], [4, 3, 2]),
    "entropy": heads([0.1, 0.5, 2.5], [1, 1, 1]),
}


def test_each_figure_has_its_own_head() -> None:
    assert model_view(FIGURES, "all") == (
        "2 layers with 3 heads each. 2 of 6 heads rest on <s>, with more than half of their attention. L1H1 looks most"
        " at the previous token (90 %), L1H0 looks farthest (4.0 tokens on average) and L0H2 spreads its attention most"
        " (2.5 bits)."
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.6, 0.6, 0.1, 0.1], "2 of 4 heads rest on <s>, with more than half of their attention."),
        ([0.6, 0.6, 0.6, 0.5], "Most heads rest on <s>: 3 of 4 give it more than half of their attention."),
        ([0.5, 0.5, 0.5, 0.5], "No head gives <s> more than half of its attention."),
    ],
)
def test_half_is_not_more_than_half(shares: list[float], said: str) -> None:
    assert said in model_view({"on <s>": heads(shares), "entropy": heads([1, 1, 1, 1])}, "all")


def test_what_two_special_tokens_take_is_added_up() -> None:
    figures = {"on [CLS]": heads([0.3, 0.3, 0.1]), "on [SEP]": heads([0.3, 0.4, 0.2]), "entropy": heads([1, 1, 1])}
    assert "Most heads rest on [CLS] and [SEP]: 2 of 3 give them more" in model_view(figures, "all")


def test_what_no_head_does_is_not_said() -> None:
    figures = FIGURES | {"on the previous token": heads([NAN] * 3, [NAN] * 3), "mean distance": heads([0, 0], [0, 0])}
    said = model_view(figures, "all")
    assert "previous" not in said
    assert "farthest" not in said
    half = model_view({"on text B": heads([0.1, 0.4]), "entropy": heads([1, 2])}, "A→B")
    assert half == (
        "1 layer with 2 heads, where text A looks at text B. L0H1 puts most on text B (40 %) and L0H1 spreads its"
        " attention most (2.0 bits)."
    )


def test_how_to_read_it() -> None:
    words, marks = tokens_of("ab"), tokens_of(["<s>", "a", "<e>", "<s>"])
    assert "Its lines run" in how_to_read(words, words, True, 1, "grey")
    assert "grey" not in how_to_read(words, words, True, 1, "grey")
    assert "<s> and <e> are grey. Shares" in how_to_read(words, marks, True, 1, "grey")
    assert "<s> and <e> are left out. Shares" in how_to_read(marks, words, True, 1, "hidden")
    assert "<s>" not in how_to_read(marks, words, True, 1, "shown")
    assert "<s> is grey." in how_to_read(marks[:2], words, True, 1, "grey")
    several = tokens_of(["<a>", "<b>", "<c>", "<d>"])
    assert "<a>, <b> and <c> are grey." in how_to_read(several[:3], words, True, 1, "grey")
    assert "Special tokens are grey." in how_to_read(several, words, True, 1, "grey")
    assert "A point stands" not in how_to_read(words, words, False, 1, "grey")
    assert "A point stands for up to 2 × 2 tokens" in how_to_read(words, words, False, 2, "grey")
