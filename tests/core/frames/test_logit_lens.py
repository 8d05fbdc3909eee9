"""What each layer would predict, as tables."""

from __future__ import annotations

import pytest

from attn_core import frames
from attn_core.records.tokens import NextToken

WATER, FOOD, LONG = (
    NextToken(3, "water", " water", 0.03125),
    NextToken(7, "food", " food", 0.98765),
    NextToken(9, "x" * 30, "x" * 30, 0.25),
)
LAYERS = [(WATER, FOOD), (FOOD, LONG)]


def test_a_row_a_layer_and_candidate() -> None:
    cells = frames.logit_lens.coordinates(LAYERS)
    assert cells["layer"].tolist() == [0, 0, 1, 1]
    assert cells["rank"].tolist() == [0, 1, 0, 1]
    assert cells["token"].tolist() == ["water", "food", "food", "x" * 13 + "…"]
    assert cells["probability"].tolist() == pytest.approx([0.0312, 0.9876, 0.9876, 0.25], abs=1e-4)
    assert cells["percent"].tolist() == ["3.1 %", "99 %", "99 %", "25 %"]


def test_the_table_has_all_of_a_candidate_and_counts_from_one() -> None:
    table = frames.logit_lens.table(LAYERS)
    assert table["layer"].tolist() == [0, 0, 1, 1]
    assert table["rank"].tolist() == [1, 2, 1, 2]
    assert table["token"].tolist() == ["water", "food", "food", "x" * 30]
    assert table["text"].tolist() == [" water", " food", " food", "x" * 30]
    assert table["probability"].tolist() == [0.03125, 0.98765, 0.98765, 0.25]
