"""One layer's links between tokens, one number a head."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import frames
from attn_core.frames.head_view import weights_between
from tests.support.hand_made import HUNGRY, attention_of, tokens_of


def test_a_pair_is_told_where_any_head_looks() -> None:
    rows = np.array([[[[1, 0], [1, 0]], [[1, 0], [0.25, 0.75]]]], dtype=np.float32)
    table = frames.head_view.table(attention_of(tokens_of("ab"), tokens_of("ab"), rows), 0)
    assert list(zip(table["query_pos"], table["key_pos"], strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert table["head 0"].tolist() == pytest.approx([1, 1, 0])
    assert table["head 1"].tolist() == pytest.approx([1, 0.25, 0.75])


def test_rows_name_who_looks_and_what_is_looked_at() -> None:
    crossed = attention_of(tokens_of("xy"), tokens_of("abc"), [[[[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]]]])
    table = frames.head_view.table(crossed, 0)
    assert table["query"].tolist() == list("xxxyyy")
    assert table["key"].tolist() == list("abcabc")
    assert table["query_pos"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["key_pos"].tolist() == [0, 1, 2] * 2
    assert table["head 0"].tolist() == pytest.approx([0.7, 0.2, 0.1, 0.2, 0.3, 0.5])


def test_weights_of_some_on_some() -> None:
    np.testing.assert_allclose(weights_between(HUNGRY.attention, 1, [1, 2], [0]), [[[0.9], [0.5]], [[0.7], [0.7]]])
