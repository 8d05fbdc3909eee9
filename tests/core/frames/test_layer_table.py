"""Where each layer looks, in numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from attn_core import frames
from tests.support.hand_made import HUNGRY, TWO_SENTENCES, run_of


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


def test_the_most_local_and_the_most_content_bound_layer() -> None:
    numbers = pd.DataFrame({"layer": [0, 1, 2], "previous three": [0.1, 0.3, 0.3], "content words": [0.2, 0.1, 0.9]})
    assert frames.layer_table.most_local(numbers) == 1  # the first of equals
    assert frames.layer_table.most_content_bound(numbers) == 2


def test_each_column_is_of_the_last_row() -> None:
    pattern = np.zeros((1, 1, 7, 7), dtype=np.float32)
    pattern[0, 0] = np.eye(7)
    pattern[0, 0, 6] = [0.2, 0.08, 0.16, 0.08, 0.24, 0.16, 0.08]  # 1/.8: .1 .2 .1 .3 .2 .1
    run = run_of(["<bos>", "She", ".", "the", "cat", "was", "so"], pattern)
    (row,) = frames.layer_table.table(run).to_dict("records")
    assert row["on <bos>"] == pytest.approx(0.2)
    assert row["previous three"] == pytest.approx(0.1 + 0.3 + 0.2)
    assert row["mean distance"] == pytest.approx(0.1 * 5 + 0.2 * 4 + 0.1 * 3 + 0.3 * 2 + 0.2 * 1)
    assert row["content words"] == pytest.approx(0.1 + 0.3)  # She (with a capital, no function word here) and cat
    assert row["across sentences"] == pytest.approx(0.1 + 0.2)
