"""One row a head: where its tokens look, from patterns written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.frames.model_view import head_figures, head_table, label_columns
from attn_core.records.attention import Float32
from attn_core.records.head_labels import LABELS
from attn_core.summaries.weights import Bools
from tests.support.hand_made import tokens_of
from tests.support.labels import labels_of

ALL = np.ones(3, dtype=bool)
ROWS = np.array([[[0.2, 0.3, 0.5], [0.6, 0.1, 0.3], [0.1, 0.7, 0.2]]], dtype=np.float32)


def figures(*labels: str, looking: Bools = ALL, parts: dict[str, Bools] | None = None) -> dict[str, Float32]:
    tokens = tokens_of(labels)
    return head_figures(ROWS, tokens, tokens, looking, parts or {})


def test_special_tokens_at_the_start_and_after_are_told_apart() -> None:
    found = figures("[CLS]", "a", "[SEP]")
    assert list(found) == ["on [CLS]", "on [SEP]", "on the previous token", "mean distance", "entropy"]
    assert found["on [CLS]"] == pytest.approx([(0.2 + 0.6 + 0.1) / 3])
    assert found["on [SEP]"] == pytest.approx([(0.5 + 0.3 + 0.2) / 3])


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (("<s>", "a", "<s>"), "on other marks"),  # the one at the start has the name already
        (("<s>", "<a>", "<b>"), "on other marks"),
        (("a", "<b>", "<b>"), "on <b>"),
    ],
)
def test_the_name_of_other_special_tokens(labels: tuple[str, ...], name: str) -> None:
    found = figures(*labels)
    assert name in found
    assert found[name] == pytest.approx([np.mean(sum(ROWS[0, :, k] for k in (1, 2) if labels[k][0] == "<"))])


def test_only_the_rows_that_look_count() -> None:
    looking = np.array([False, True, True])
    found = figures("a", "b", "c", looking=looking, parts={"on text B": np.array([False, True, True])})
    assert found["on text B"] == pytest.approx([(0.4 + 0.9) / 2])
    assert found["on the previous token"] == pytest.approx([(0.6 + 0.7) / 2])
    assert found["mean distance"] == pytest.approx([(0.6 + 0.3 + 0.1 * 2 + 0.7) / 2])
    assert figures("a", "b", "c")["mean distance"] == pytest.approx([(0.3 + 1.0 + 0.6 + 0.3 + 0.2 + 0.7) / 3])


def test_a_special_token_is_no_previous_one() -> None:
    assert figures("<s>", "a", "b")["on the previous token"] == pytest.approx([0.7])
    assert np.isnan(figures("<s>", "a", "b", looking=np.array([True, True, False]))["on the previous token"]).all()


def test_the_table_has_a_row_a_head() -> None:
    table = head_table({"entropy": np.arange(6).reshape(2, 3), "on <s>": np.ones((2, 3)) / 4})
    assert table["layer"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["head"].tolist() == [0, 1, 2, 0, 1, 2]
    assert table["entropy (bits)"].tolist() == [0, 1, 2, 3, 4, 5]
    assert table["on <s>"].tolist() == [0.25] * 6


def test_columns_of_labels() -> None:
    columns = label_columns(labels_of(PREVIOUS=[[0.9, 0, 0], [0, 0.5, 0]], SINK=[[0, 0, 0], [0, 0.9, 0]]))
    assert columns["labels"] == ["previous token", "", "", "", "<bos> sink, previous token", ""]
    assert columns["label score: previous token"] == pytest.approx([0.9, 0, 0, 0, 0.5, 0])
    assert len(columns) == 1 + len(LABELS)
