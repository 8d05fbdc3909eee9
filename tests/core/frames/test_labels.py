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
