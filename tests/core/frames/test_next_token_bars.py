"""Candidates for the next token, as tables."""

from __future__ import annotations

import pytest

from attn_core import frames
from attn_core.records.tokens import NextToken
from tests.support.hand_made import candidates

TWO = (NextToken(7, "food", " food", 0.4), NextToken(3, "y" * 60, " y" + "y" * 59, 0.1))


def test_the_longest_bar_is_one() -> None:
    bars = frames.next_token_bars.coordinates(TWO)
    assert bars["rank"].tolist() == [0, 1]
    assert bars["length"].tolist() == pytest.approx([1, 0.25])
    assert bars["token"].tolist() == ["food", "y" * 17 + "…"]
    assert bars["written"].tolist() == ["“ food”", "“ " + "y" * 46 + "…”"]
    assert bars["percent"].tolist() == ["40 %", "10 %"]


def test_ten_are_drawn_and_all_are_in_the_table() -> None:
    many = candidates(*"abcdefghijklmnop")
    assert frames.next_token_bars.coordinates(many)["token"].tolist() == list("abcdefghij")
    assert frames.next_token_bars.table(many)["token"].tolist() == list("abcdefghijklmnop")


def test_the_table_has_all_of_a_candidate_and_counts_from_one() -> None:
    table = frames.next_token_bars.table(TWO)
    assert table["rank"].tolist() == [1, 2]
    assert table["id"].tolist() == [7, 3]
    assert table["text"].tolist() == [" food", " y" + "y" * 59]
    assert table["probability"].tolist() == [0.4, 0.1]


def test_nothing_predicted_is_nothing_drawn() -> None:
    assert frames.next_token_bars.coordinates([]).empty
    assert frames.next_token_bars.table([]).empty
