"""Where each layer looks, in numbers."""

from __future__ import annotations

import pytest

from attn_core import frames
from tests.support.hand_made import HUNGRY, TWO_SENTENCES


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
