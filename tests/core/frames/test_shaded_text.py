"""The prompt wrapped as text: where every token stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attn_core.frames import shaded_text as text
from tests.support.hand_made import even, run_of


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
