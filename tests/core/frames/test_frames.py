"""Tables: known numbers from hand-made patterns, places, and what becomes of difficult labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from attn_core import Look, frames
from attn_core.frames import shaded_text as text
from attn_core.frames.labels import clipped, columns, spread
from attn_core.frames.scales import MOST_LINES, SPAN, row_height
from attn_core.frames.sentence_matrix import matrix
from attn_core.frames.sentences import MOST, part_names, part_shares
from attn_core.frames.wording import fine_percent, listed, named, percent
from attn_core.records.look import Head
from attn_core.summaries.weights import largest_weight, last_row
from tests.core.hand_made import BLANK, HUNGRY, TWO_SENTENCES, WINDOW, candidates, even, run_of


def test_hand_made_patterns_come_back() -> None:
    np.testing.assert_allclose(HUNGRY.pattern(0)[1], [[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.2, 0.4]], atol=1e-6)
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


def test_nothing_is_left_where_only_bos_is_seen() -> None:
    assert last_row(HUNGRY, Look(special="hidden", query_pos=0)).sum() == 0
    assert largest_weight(HUNGRY, [0], Look(query_pos=0)) == 0
    fans = frames.next_token_lines.coordinates(HUNGRY, [0, 1], Look(query_pos=0, special="hidden"))
    assert not fans["width"].any()
    assert not fans["seen"].any()


def test_a_head_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        last_row(HUNGRY, Look(2))


def test_largest_weight_leaves_specials_out() -> None:
    assert largest_weight(HUNGRY, [0, 1], Look()) == pytest.approx(0.4)
    assert largest_weight(HUNGRY, [1], Look()) == pytest.approx(0.3)
    assert largest_weight(HUNGRY, [], Look()) == 0


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


def test_spread_keeps_the_heaviest() -> None:
    weights = np.array([0.1, 0.5, 0.4, 0.1, 0.3], dtype=np.float32)
    assert spread(6, weights).tolist() == [False, True, False, False, True]
    assert spread(12, weights).all()


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


def test_heat_cells() -> None:
    cells = frames.layer_heatmap.coordinates(HUNGRY, chosen=[1]).set_index(["layer", "position"])
    assert cells["shade"][0, 1] == 255
    assert cells["shade"][1, 1] == round(255 / 4)
    assert cells["shade"][1, 0] == 255  # <bos>, clamped
    assert cells["chosen"].groupby("layer").all().tolist() == [False, True]
    assert cells["token"][0, 2] == "so"


def test_labels_by_width() -> None:
    assert columns("ab漢字😀") == 8
    assert columns("e\u0301") == 1
    assert clipped("x" * 30, 10) == "x" * 9 + "…"
    assert clipped("漢" * 10, 7) == "漢漢漢…"
    assert columns(clipped("漢" * 10, 8)) <= 8
    assert clipped("\u202eevil\x00") == "evil"


def test_percent() -> None:
    assert [percent(w) for w in (0, 0.001, 0.43, 0.996, 1.0)] == ["0 %", "<1 %", "43 %", ">99 %", "100 %"]
    assert [fine_percent(w) for w in (0.0001, 0.042, 0.61)] == ["<0.1 %", "4.2 %", "61 %"]
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_repeated_tokens_are_told_apart() -> None:
    run = run_of(["the", "cat", "the"], even(3))
    assert named(run, 2) == "‘the’ at position 2"
    assert named(run, 1) == "‘cat’"
    assert len(frames.next_token_lines.table(run, [0])) == 3


def test_layer_table() -> None:
    table = frames.layer_table.table(HUNGRY)
    assert list(table.columns) == [
        "layer", "mean distance", "previous three", "content words", "across sentences", "on <bos>",
    ]  # fmt: skip
    assert table["on <bos>"].tolist() == pytest.approx([0.3, 0.6])
    assert table["previous three"].tolist() == pytest.approx([0.4 / 0.7, 0.25])  # on “hungry”, without <bos>
    assert table["content words"].tolist() == pytest.approx([0.4 / 0.7, 0.25])
    assert table["mean distance"].tolist() == pytest.approx([0.4 / 0.7, 0.25])
    assert table["across sentences"].tolist() == [0, 0]
    assert frames.layer_table.most_local(table) == 0
    assert frames.layer_table.most_content_bound(table) == 0
    assert frames.layer_table.table(HUNGRY, "max")["previous three"].tolist() == pytest.approx([0.75, 1 / 3])
    assert frames.layer_table.table(TWO_SENTENCES)["across sentences"].tolist() == pytest.approx([0.5 / 0.9])


def test_sentence_shares_and_matrix() -> None:
    assert part_names(TWO_SENTENCES) == ["<bos>", "Sentence 1", "Sentence 2"]
    np.testing.assert_allclose(part_shares(TWO_SENTENCES), [[0.1, 0.5, 0.4]], atol=1e-6)
    bars = frames.sentence_shares.coordinates(TWO_SENTENCES)
    assert bars["start"].tolist() == pytest.approx([0, 10, 60])
    assert bars["end"].tolist() == pytest.approx([10, 60, 100])
    assert bars["text"].tolist() == ["", "a.", "b"]
    np.testing.assert_allclose(matrix(TWO_SENTENCES, 0), [[0.65, np.nan], [0.5, 0.4]], atol=1e-6)
    assert len(frames.sentence_matrix.table(TWO_SENTENCES, 0)) == 3
    assert frames.sentence_shares.table(TWO_SENTENCES)["share"].sum() == pytest.approx(1)


def test_many_sentences_are_grouped() -> None:
    run = run_of(["a", "."] * 20, even(40))
    assert part_names(run)[-1] == "Sentences 16 to 20"
    assert len(part_names(run)) == MOST
    np.testing.assert_allclose(part_shares(run)[0], [0.05] * 15 + [0.25], atol=1e-6)


def test_wrapped_text_keeps_words_and_sentences() -> None:
    run = run_of(["<bos>", "The", "artist", "paints", ".", "She", "sings", "."], even(8))
    table = text.coordinates(run, 0, columns_wide=15)
    in_lines = table.groupby("y")["token"].apply(list).tolist()
    assert in_lines == [["<bos>", "The"], ["artist", "paints", "."], ["She", "sings", ".", "food"]]
    assert (table["x2"] <= text.text_width(15)).all()
    assert table["sentence"].dropna().tolist() == ["1", "2"]
    stop, paints = table.iloc[4], table.iloc[3]
    assert stop["x"] == paints["x2"]  # no space before the full stop
    assert table["kind"].tolist() == [0] * 8 + [1]


def test_a_newline_starts_a_line_and_pieces_stay_together() -> None:
    pieces = run_of(["J", "ide", "⏎", "sat"], even(4))
    spans = [(0, 1), (1, 4), (4, 5), (5, 8)]
    info = tuple(replace(token, span=span) for token, span in zip(pieces.token_info, spans, strict=True))
    table = text.coordinates(
        replace(pieces, prompt="Jide\nsat", attention=replace(pieces.attention, query_tokens=info, key_tokens=info)), 0
    )
    assert table["x"].tolist()[1] == pytest.approx(table["x2"][0])
    assert table["y"].tolist() == [0, 0, 0, text.LINE, text.LINE]


def test_wide_characters_and_very_long_tokens_fit() -> None:
    run = run_of(["漢字" * 5, "x" * 100, "😀"], even(3))
    table = text.coordinates(run, 0, columns_wide=20)
    assert (table["x2"] <= text.text_width(20)).all()
    assert (table["x2"] - table["x"]).iloc[0] == pytest.approx(20 * text.COLUMN, abs=0.1)


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
