"""The map of layers and tokens."""

from __future__ import annotations

import pytest

from attn_core import Look, frames
from tests.support.hand_made import HUNGRY, WINDOW, even, run_of


def test_heat_cells() -> None:
    cells = frames.layer_heatmap.coordinates(HUNGRY, chosen=[1]).set_index(["layer", "position"])
    assert cells["shade"][0, 1] == 255
    assert cells["shade"][1, 1] == round(255 / 4)
    assert cells["shade"][1, 0] == 255  # <bos>, clamped
    assert cells["chosen"].groupby("layer").all().tolist() == [False, True]
    assert cells["token"][0, 2] == "so"


def test_cells_are_in_the_order_of_layers_and_positions() -> None:
    cells = frames.layer_heatmap.coordinates(HUNGRY)
    assert cells["layer"].tolist() == [0, 0, 0, 1, 1, 1]
    assert cells["position"].tolist() == [0, 1, 2, 0, 1, 2]
    assert cells["share"].tolist() == pytest.approx([30, 40, 30, 60, 10, 30])
    assert cells["special"].tolist() == [1, 0, 0, 1, 0, 0]
    assert not cells["chosen"].any()


def test_an_earlier_position_has_its_own_row_of_the_mask() -> None:
    earlier = frames.layer_heatmap.coordinates(WINDOW, Look(query_pos=1))
    assert earlier["seen"].tolist() == [1, 1, 0, 0, 1, 1, 0, 0]
    assert earlier["share"].tolist() == pytest.approx([50, 50, 0, 0, 50, 50, 0, 0])


def test_the_looking_position_is_always_named() -> None:
    run = run_of([f"w{i}" for i in range(200)], even(200))
    for query in (0, 77, 199):
        named = frames.layer_heatmap.coordinates(run, Look(query_pos=query))["named"]
        assert named[query] == 1
        assert named.sum() < 100


def test_the_table_has_what_is_seen_of_every_layer() -> None:
    table = frames.layer_heatmap.table(WINDOW)
    assert table["layer"].tolist() == [0, 0, 1, 1, 1, 1]
    assert table["key"].tolist() == ["b", "c", "<bos>", "a", "b", "c"]
    assert table["weight"].tolist() == pytest.approx([0.7, 0.3, 0.1, 0.2, 0.3, 0.4])
    hidden = frames.layer_heatmap.table(HUNGRY, Look(1, "hidden"))
    assert hidden["weight"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 0, 1 / 3, 2 / 3])


def test_names_stand_apart_where_there_are_many() -> None:
    """In a map of over 40 tokens, whose names stand upright, they are 20 pixels apart."""
    for n, most in ((40, 40), (50, 26)):
        run = run_of([f"w{i}" for i in range(n)], even(n))
        named = frames.layer_heatmap.coordinates(run)["named"].tolist()[:n]
        assert most * 0.6 < sum(named) <= most


def test_a_special_token_is_named_before_the_words_beside_it() -> None:
    run = run_of([*["a"] * 30, "<sep>", *["a"] * 69], even(100))
    named = frames.layer_heatmap.coordinates(run)["named"].tolist()
    assert named[30] == 1
    assert named[29] == named[31] == 0
