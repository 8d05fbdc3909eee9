"""Labels as they are drawn: their width, where they are cut, and which stay where rows are close."""

from __future__ import annotations

import numpy as np

from attn_core.frames.labels import clipped, columns, spread


def test_spread_keeps_the_heaviest() -> None:
    weights = np.array([0.1, 0.5, 0.4, 0.1, 0.3], dtype=np.float32)
    assert spread(6, weights).tolist() == [False, True, False, False, True]
    assert spread(12, weights).all()


def test_labels_by_width() -> None:
    assert columns("ab漢字😀") == 8
    assert columns("e\u0301") == 1
    assert clipped("x" * 30, 10) == "x" * 9 + "…"
    assert clipped("漢" * 10, 7) == "漢漢漢…"
    assert columns(clipped("漢" * 10, 8)) <= 8
    assert clipped("\u202eevil\x00") == "evil"


def test_labels_are_cut_at_the_width_and_not_before() -> None:
    assert clipped("x" * 10, 10) == "x" * 10
    assert clipped("x" * 11, 10) == "x" * 9 + "…"
    assert columns(clipped("漢" * 10, 7)) == 7


def test_labels_that_must_stay_come_first() -> None:
    weights = np.array([0.1, 0.5, 0.4, 0.1, 0.3], dtype=np.float32)
    assert spread(6, weights, always=[0]).tolist() == [True, False, True, False, True]
    assert spread(4, weights, always=[2]).tolist() == [False, False, True, False, False]  # three rows apart
    assert spread(5.9, weights, gap=6).tolist() == spread(6, weights).tolist()


def test_characters_that_join_others_stay() -> None:
    for text in ("👩\u200d👧", "می\u200cخوام"):
        assert clipped(text, 20) == text
