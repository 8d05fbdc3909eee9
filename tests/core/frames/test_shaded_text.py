"""The prompt wrapped as text: where every token stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attn_core import Look
from attn_core.frames import shaded_text as text
from tests.support.hand_made import HUNGRY, WINDOW, even, retokened, run_of


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


def test_shades_are_on_the_scale_of_the_layer_or_of_all() -> None:
    cells = text.coordinates(HUNGRY, 1)
    assert cells["shade"].tolist() == [255, 85, 255, 0]  # .6 .1 .3 on a scale of .3, the heaviest word, and no share
    assert cells["share"].tolist() == pytest.approx([60, 10, 30, 0])
    assert cells["special"].tolist() == [1, 0, 0, 0]
    assert text.coordinates(HUNGRY, 1, scale_max=0.6)["shade"].tolist() == [255, round(255 / 6), 128, 0]


def test_an_earlier_position_has_its_own_weights_and_mask() -> None:
    cells = text.coordinates(WINDOW, 0, Look(query_pos=2, predicted="x"))
    assert cells["seen"].tolist() == [0, 1, 1, 0, 1]
    assert cells["share"].tolist() == pytest.approx([0, 50, 50, 0, 0])
    assert cells["token"].tolist() == ["<bos>", "a", "b", "c", "x"]
    assert text.coordinates(WINDOW, 0, Look(query_pos=2))["token"].tolist() == ["<bos>", "a", "b", "c"]


def test_the_table_is_of_the_same_look() -> None:
    table = text.table(HUNGRY, 0, Look(1, "hidden"))
    assert table["weight"].tolist() == pytest.approx([0, 1 / 3, 2 / 3])
    assert table["layer"].tolist() == [0, 0, 0]


def test_a_sentence_starts_apart_from_the_one_before() -> None:
    run = run_of(["a", ".", "b", ".", "c"], even(5))
    table = text.coordinates(run, 0)
    apart = text.LINE + text.SENTENCE_GAP
    assert table["y"].tolist() == [0, 0, apart, apart, 2 * apart, 2 * apart]
    assert table["x"].tolist()[2] == pytest.approx(text.MARGIN)
    assert text.text_height(table) == 3 * text.LINE + 2 * text.SENTENCE_GAP
    assert table["middle"].tolist()[0] == pytest.approx(text.MARGIN + text.COLUMN / 2)


def test_pieces_are_glued_within_a_text_and_a_sentence() -> None:
    run = run_of(["J", "ide", "x", "y"], even(4, causal=False), kind="encoder")
    spans, segments, sentences = [(0, 1), (1, 4), (4, 5), (5, 6)], [0, 0, 1, 1], [0, 0, 1, 2]
    tokens = [
        replace(token, span=span, segment=segment, sentence=sentence)
        for token, span, segment, sentence in zip(run.token_info, spans, segments, sentences, strict=True)
    ]
    pair = replace(run, attention=retokened(run.attention, tokens), prompt="Jide", pair="....xy")
    assert text.glued(pair) == [False, True, False, False]


def test_the_width_holds_the_margin_and_every_column() -> None:
    assert text.text_width(10) == 24 + 72 + 4
