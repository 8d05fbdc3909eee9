"""The map of layers and tokens."""

from __future__ import annotations

from attn_core import frames
from tests.support.hand_made import HUNGRY


def test_heat_cells() -> None:
    cells = frames.layer_heatmap.coordinates(HUNGRY, chosen=[1]).set_index(["layer", "position"])
    assert cells["shade"][0, 1] == 255
    assert cells["shade"][1, 1] == round(255 / 4)
    assert cells["shade"][1, 0] == 255  # <bos>, clamped
    assert cells["chosen"].groupby("layer").all().tolist() == [False, True]
    assert cells["token"][0, 2] == "so"
