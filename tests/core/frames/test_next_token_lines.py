"""Fans of lines from one position: places, widths on one scale, and what is written beside them."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, frames
from attn_core.frames.scales import SPAN, row_height
from attn_core.summaries.weights import largest_weight, last_row
from tests.support.hand_made import BLANK, HUNGRY, WINDOW, candidates, even, run_of


def test_nothing_is_left_where_only_bos_is_seen() -> None:
    assert last_row(HUNGRY, Look(special="hidden", query_pos=0)).sum() == 0
    assert largest_weight(HUNGRY, [0], Look(query_pos=0)) == 0
    fans = frames.next_token_lines.coordinates(HUNGRY, [0, 1], Look(query_pos=0, special="hidden"))
    assert not fans["width"].any()
    assert not fans["seen"].any()


def test_fans_share_one_scale_and_specials_clamp() -> None:
    fans = frames.next_token_lines.coordinates(HUNGRY, [0, 1], thickness=(2, 10)).set_index(["layer", "position"])
    assert fans["width"][0, 1] == 10  # the heaviest word of both layers, 0.4
    assert fans["width"][1, 1] == pytest.approx(4)  # 0.1 of 0.4
    assert fans["width"][1, 0] == 10  # <bos> has 0.6
    assert fans["share"][1, 0] == pytest.approx(60)
    twice = frames.next_token_lines.coordinates(HUNGRY, [0, 1], thickness=(2, 10), scale_max=0.8).set_index(
        ["layer", "position"]
    )
    assert twice["width"][0, 1] == pytest.approx(6)


def test_fans_stand_beside_each_other_in_the_order_chosen() -> None:
    fans = frames.next_token_lines.coordinates(HUNGRY, [1, 0])
    assert fans["layer"].tolist() == [1, 1, 1, 0, 0, 0]
    assert fans["fan"].tolist() == [0, 0, 0, 1, 1, 1]
    assert (fans["end"] - fans["fan"]).round(3).eq(SPAN).all()
    assert fans["position"].tolist() == [0, 1, 2] * 2


def test_masked_positions_get_no_line_but_a_name() -> None:
    fans = frames.next_token_lines.coordinates(HUNGRY, [0], Look(query_pos=1))
    assert (fans["width"] > 0).tolist() == [True, True, False]
    assert fans["seen"].tolist() == [1, 1, 0]
    assert fans["token"].tolist() == ["<bos>", "hungry", "so"]
    assert fans["query"].eq(1).all()


def test_predicted_stands_at_the_looking_position_only() -> None:
    assert frames.next_token_lines.coordinates(HUNGRY, [0])["predicted"].tolist()[-1] == "food"
    assert frames.next_token_lines.coordinates(HUNGRY, [0])["predicted"].isna().sum() == 2
    assert frames.next_token_lines.coordinates(HUNGRY, [0], Look(query_pos=1))["predicted"].isna().all()
    assert frames.next_token_lines.coordinates(HUNGRY, [0], Look(query_pos=1, predicted="so"))["predicted"][1] == "so"
    assert frames.next_token_lines.coordinates(BLANK, [0])["predicted"].tolist()[2] == "cat"


def test_what_stands_under_a_header() -> None:
    assert frames.next_token_lines.coordinates(HUNGRY, [0])["note"][0] == "<bos> takes 30 %"
    assert frames.next_token_lines.coordinates(HUNGRY, [0], Look(head="max"))["note"][0] == "<bos> takes up to 40 %"
    assert frames.next_token_lines.coordinates(HUNGRY, [0], Look(special="hidden"))["note"][0] == "<bos> hidden (30 %)"
    assert frames.next_token_lines.coordinates(BLANK, [0])["note"][0] == "[CLS] and [SEP] take 35 %"
    assert frames.next_token_lines.coordinates(run_of(["a", "b"], even(2)), [0])["note"][0] == ""


def test_what_a_window_hides_is_masked_in_its_layer_only() -> None:
    fans = frames.next_token_lines.coordinates(WINDOW, [0, 1])
    assert fans["seen"].tolist() == [0, 0, 1, 1, 1, 1, 1, 1]
    assert not fans["faint"].any()
    assert frames.next_token_lines.coordinates(WINDOW, [0])["faint"].tolist() == [1, 1, 0, 0]
    assert fans["note"].iloc[0] == "<bos> out of sight"
    assert fans["note"].iloc[4] == "<bos> takes 10 %"
    assert frames.layer_heatmap.coordinates(WINDOW)["seen"].tolist() == fans["seen"].tolist()
    assert len(frames.next_token_lines.table(WINDOW, [0])) == 2


def test_long_prompts_hide_faint_lines_and_thin_labels() -> None:
    run = run_of([f"w{i}" for i in range(200)], even(200))
    fans = frames.next_token_lines.coordinates(run, [0])
    assert not fans["width"].any()  # each has half a percent
    assert fans["seen"].all()
    assert 200 * row_height(200) <= 1000
    apart = np.diff(np.flatnonzero(fans["named"]))
    assert apart.min() * row_height(200) >= 12
    assert fans["named"].iloc[-1]  # the looking one is always named


def test_tidy_tables() -> None:
    table = frames.next_token_lines.table(HUNGRY, [0], Look(query_pos=1))
    assert table["key"].tolist() == ["<bos>", "hungry"]  # the masked one is no row
    assert table["weight"].tolist() == pytest.approx([0.625, 0.375])
    every = frames.all_weights.table(HUNGRY, [0, 1])
    assert len(every) == 12
    np.testing.assert_allclose(every.groupby(["layer", "query_pos"])["weight"].sum(), 1, atol=1e-6)
    assert frames.next_token_bars.table(candidates("a", "b"))["probability"].tolist() == [0.5, 0.25]
    assert len(frames.next_token_bars.coordinates(candidates(*"abcdefghijklmnop"))) == 10
    assert isinstance(table.to_csv(index=False), str)


def test_tables_are_small() -> None:
    n = 12
    fans = frames.next_token_lines.coordinates(run_of([f"w{i}" for i in range(n)], even(n, layers=6)), range(6))
    numbers = fans.select_dtypes("number")
    assert (numbers.dtypes.map(lambda dtype: dtype.itemsize) <= 4).all()
    assert fans.memory_usage(deep=True).sum() < 6000


def test_a_hidden_special_token_is_not_seen_and_takes_no_share() -> None:
    fans = frames.next_token_lines.coordinates(HUNGRY, [0], Look(special="hidden"))
    assert fans["seen"].tolist() == [0, 1, 1]
    assert fans["share"].tolist() == pytest.approx([0, 57.1, 42.9])
    assert fans["brief"].tolist() == ["", "", ""]
    assert frames.next_token_lines.coordinates(HUNGRY, [1])["brief"].tolist() == ["60 %"] * 3
    assert frames.next_token_lines.coordinates(run_of(["a"], even(1)), [0])["brief"].tolist() == [""]


def test_notes_are_those_of_the_chosen_layers() -> None:
    fans = frames.next_token_lines.coordinates(HUNGRY, [1, 0])
    assert fans["note"].tolist() == ["<bos> takes 60 %"] * 3 + ["<bos> takes 30 %"] * 3
    assert fans["brief"].tolist() == ["60 %"] * 3 + ["30 %"] * 3


def test_a_line_of_one_percent_is_drawn_in_a_long_text() -> None:
    pattern = even(70)
    pattern[0, 0, 69] = 0
    pattern[0, 0, 69, :3] = [0.01, 0.009, 0.981]
    drawn = frames.next_token_lines.coordinates(run_of([f"w{i}" for i in range(70)], pattern), [0])["width"] > 0
    assert np.flatnonzero(drawn).tolist() == [0, 2]


def test_each_layer_of_the_table_has_its_own_mask_and_weights() -> None:
    table = frames.next_token_lines.table(WINDOW, [0, 1])
    assert table["layer"].tolist() == [0, 0, 1, 1, 1, 1]
    assert table["key_pos"].tolist() == [2, 3, 0, 1, 2, 3]
    assert table["weight"].tolist() == pytest.approx([0.7, 0.3, 0.1, 0.2, 0.3, 0.4])
    assert table["query"].tolist() == ["c"] * 6
    assert table["query_pos"].tolist() == [3] * 6
