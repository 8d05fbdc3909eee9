"""Lines from every position: which are drawn, which are strong, and what is said of each token."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, frames
from attn_core.frames.scales import MOST_LINES, SPAN
from tests.support.hand_made import HUNGRY, even, run_of


def test_all_weights_draw_no_masked_line() -> None:
    fans = frames.all_weights.coordinates(HUNGRY, [0, 1])
    drawn = fans[fans["line"] == 1]
    assert (drawn["key_pos"] <= drawn["query_pos"]).all()
    assert len(drawn) == 2 * 6
    assert drawn.loc[drawn["strong"] == 1, "query_pos"].eq(2).all()
    places = fans[fans["line"] == 0]
    assert places["looks_at"].tolist()[2] == "hungry 40 %, <bos> 30 %, so 30 %"


def test_all_weights_stay_drawable() -> None:
    run = run_of([f"w{i}" for i in range(90)], even(90, layers=2))
    fans = frames.all_weights.coordinates(run, [0, 1])
    assert 1000 < fans["line"].sum() <= MOST_LINES


def test_lines_have_one_scale_of_words_and_special_keys_are_marked() -> None:
    fans = frames.all_weights.coordinates(HUNGRY, [1, 0], thickness=(2, 10))
    drawn = fans[fans["line"] == 1].set_index(["layer", "query_pos", "key_pos"])
    # The largest weight on a word is .4, in the last row of layer 0: <bos>, which gets more, is cut off at the most.
    assert drawn["width"][0, 2, 1] == 10
    assert drawn["width"][1, 2, 1] == pytest.approx(4)
    assert drawn["width"][1, 1, 0] == 10
    assert drawn["special"][1, 2, 0] == 1
    assert drawn["special"][1, 2, 1] == 0
    assert drawn["fan"][1, 2, 1] == 0
    assert (drawn["end"] - drawn["fan"]).round(3).eq(SPAN).all()
    wider = frames.all_weights.coordinates(HUNGRY, [0], thickness=(2, 10), scale_max=0.8)
    assert wider.set_index(["line", "query_pos", "key_pos"])["width"][1, 2, 1] == pytest.approx(6)


def test_the_lines_of_the_chosen_position_are_strong() -> None:
    fans = frames.all_weights.coordinates(HUNGRY, [0], Look(query_pos=1))
    drawn = fans[fans["line"] == 1]
    assert drawn.loc[drawn["strong"] == 1, "query_pos"].eq(1).all()
    assert drawn["strong"].sum() == 2


def test_a_line_of_one_percent_is_drawn_and_a_fainter_one_is_not() -> None:
    run = run_of(["a", "b", "c"], np.array([[[[1, 0, 0], [0.01, 0.99, 0], [0.009, 0.001, 0.99]]]], dtype=np.float32))
    drawn = frames.all_weights.coordinates(run, [0]).query("line == 1")
    assert list(zip(drawn["query_pos"], drawn["key_pos"], strict=True)) == [(0, 0), (1, 0), (1, 1), (2, 2)]


def test_three_heaviest_are_said_of_a_token() -> None:
    run = run_of(list("abcde"), even(5))
    said = frames.all_weights.coordinates(run, [0]).query("line == 0")["looks_at"].tolist()
    assert said[4] == "a 20 %, b 20 %, c 20 %"
    assert said[0] == "a 100 %"


def test_the_table_has_every_pair_that_is_not_masked() -> None:
    table = frames.all_weights.table(HUNGRY, [1, 0], Look(0, "hidden"))
    assert table["layer"].tolist() == [1] * 6 + [0] * 6
    assert table["query"].tolist()[:6] == ["<bos>", "hungry", "hungry", "so", "so", "so"]
    assert table["key"].tolist()[:6] == ["<bos>", "<bos>", "hungry", "<bos>", "hungry", "so"]
    assert table["weight"].tolist()[:6] == pytest.approx([0, 0, 1, 0, 0.2, 0.8])


def test_the_chosen_position_is_always_named() -> None:
    run = run_of([f"w{i}" for i in range(200)], even(200))
    for query in (50, 199):
        named = frames.all_weights.coordinates(run, [0], Look(query_pos=query)).query("line == 0")["named"].tolist()
        assert named[query] == 1
        assert sum(named) < 101
