"""One weight worked out step by step, of a head whose model has every step there is."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.frames.neuron_view import head_table, position_bias, steps, steps_table
from attn_core.records.attention import Attention, LayerCapture
from tests.support.hand_made import HUNGRY, attention_of, tokens_of

QUERY = np.array([[[9, 9], [9, 9], [9, 9]], [[9, 9], [1, 2], [3, 0]]], dtype=np.float32)
KEY = np.array([[[2, 0], [0, 1], [1, 1]]], dtype=np.float32)  # both heads read it
BIAS = np.zeros((2, 3, 3), dtype=np.float32)
BIAS[1, 1] = [0.5, 0, 7]
CAUSAL = np.tri(3, dtype=bool)
TOKENS = tokens_of("abc")
FULL = Attention(
    TOKENS,
    TOKENS,
    (
        LayerCapture(np.zeros_like(QUERY), KEY, 1.0, None, 0),
        LayerCapture(QUERY, KEY, 0.5, 3.0, 0, bias=0),
    ),
    (CAUSAL,),
    (BIAS,),
)  # fmt: skip


def test_every_step_by_hand() -> None:
    worked = steps(FULL, 1, 1, 1)
    assert worked.capped is not None
    assert worked.biased is not None
    assert worked.products.tolist() == [[2, 0], [0, 2], [1, 2]]
    assert worked.dot.tolist() == [2, 2, 3]
    assert worked.scaled.tolist() == [1, 1, 1.5]
    np.testing.assert_allclose(worked.capped, 3 * np.tanh(np.array([1, 1, 1.5]) / 3))
    cap = 3 * np.tanh(1 / 3)
    np.testing.assert_allclose(worked.biased, [cap + 0.5, cap, 3 * np.tanh(0.5) + 7])
    assert worked.seen.tolist() == [True, True, False]
    powers = np.exp([0.5, 0])
    np.testing.assert_allclose(worked.weight, [*(powers / powers.sum()), 0])
    np.testing.assert_allclose(worked.weight, FULL.pattern(1)[1, 1], atol=1e-6)


def test_a_step_that_a_model_lacks_is_none() -> None:
    worked = steps(FULL, 0, 1, 2)
    assert worked.capped is None
    assert worked.biased is None
    np.testing.assert_allclose(worked.weight, [1 / 3] * 3)


def test_a_masked_score_however_large_takes_nothing() -> None:
    """Softmax from the largest seen score: from the masked one, all others would be 0."""
    query = np.array([[[1000.0]]], dtype=np.float32)
    key = np.array([[[0.001], [10]]], dtype=np.float32)
    attention = Attention(
        TOKENS[:1], TOKENS[:2], (LayerCapture(query, key, 1.0, None, 0),), (np.array([[True, False]]),)
    )
    assert steps(attention, 0, 0, 0).weight.tolist() == [1, 0]


def test_a_bias_is_the_heads_own() -> None:
    assert position_bias(FULL, 0, 1) is None
    own = position_bias(FULL, 1, 1)
    assert own is not None
    np.testing.assert_array_equal(own, BIAS[1])


def test_the_table_has_every_step() -> None:
    table = steps_table(FULL, 1, 1, 1, [0, 2])
    assert table["key"].tolist() == ["a", "c"]
    assert table["query"].tolist() == ["b", "b"]
    assert (table["layer"].tolist(), table["head"].tolist(), table["query_pos"].tolist()) == ([1, 1], [1, 1], [1, 1])
    assert table["key_pos"].tolist() == [0, 2]
    assert table["masked"].tolist() == [False, True]
    assert table["q·k"].tolist() == [2, 3]
    assert table["scaled"].tolist() == [1, 1.5]
    assert table["capped"].tolist() == pytest.approx(list(3 * np.tanh(np.array([1, 1.5]) / 3)))
    assert table["with position bias"].tolist() == pytest.approx([3 * np.tanh(1 / 3) + 0.5, 3 * np.tanh(0.5) + 7])
    assert table["weight"].tolist() == pytest.approx([np.exp(0.5) / (np.exp(0.5) + 1), np.nan], nan_ok=True)
    assert table[["q×k 0", "q×k 1"]].to_numpy().tolist() == [[2, 0], [1, 2]]
    assert "capped" not in steps_table(HUNGRY.attention, 0, 0, 1, [0])


def test_links_of_one_head() -> None:
    links = head_table(HUNGRY.attention, 1, 1, [2, 1], [0, 1])
    assert links["query"].tolist() == ["so", "so", "hungry", "hungry"]
    assert links["key"].tolist() == ["<bos>", "hungry"] * 2
    assert links["weight"].tolist() == pytest.approx([0.7, 0.1, 0.7, 0.3])
    crossed = attention_of(tokens_of("x"), tokens_of("ab"), [[[[0.7, 0.3]]]])
    assert head_table(crossed, 0, 0, [0], [0, 1])["key"].tolist() == ["a", "b"]


def test_tables_hold_the_numbers_of_the_picture() -> None:
    table = steps_table(HUNGRY.attention, 0, 0, 1, [0, 1, 2])
    assert table["key"].tolist() == ["<bos>", "hungry", "so"]
    assert table["masked"].tolist() == [False, False, True]
    np.testing.assert_allclose(table["weight"], [0.5, 0.5, np.nan])
    np.testing.assert_allclose(table[["q×k 0", "q×k 1", "q×k 2"]].sum(axis=1), table["q·k"])
    links = head_table(HUNGRY.attention, 0, 1, [1, 2], [0, 2])
    assert list(zip(links["query"], links["key"], links["weight"].astype(float).round(2), strict=True)) == [
        ("hungry", "<bos>", 0.75), ("so", "<bos>", 0.4), ("so", "so", 0.4),
    ]  # fmt: skip
