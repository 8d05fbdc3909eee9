"""Attention: patterns of queries, keys, masks and biases written by hand, and that nobody can change any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attn_core.records.attention import Attention, LayerCapture, attend
from tests.support.hand_made import attention_of, tokens_of

LOG2, LOG3 = float(np.log(2)), float(np.log(3))
FULL = np.ones((3, 3), dtype=bool)
CAUSAL = np.tril(FULL)


def layer(scores: list[list[float]], scale: float = 1.0, softcap: float | None = None) -> LayerCapture:
    """One head whose scores are those given: the keys are unit vectors."""
    return LayerCapture(np.array([scores], dtype=np.float32), np.eye(3, dtype=np.float32)[None], scale, softcap, 0)


@pytest.fixture
def attention() -> Attention:
    """Three tokens, one layer, one head."""
    tokens = tokens_of(["<bos>", "Hi", "you"])
    return Attention(tokens, tokens, (layer([[0, 9, 9], [LOG3, 0, 9], [LOG2, LOG2, 0]]),), (CAUSAL.copy(),))


def test_pattern_by_hand(attention: Attention) -> None:
    expected = np.array([[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.4, 0.2]])
    np.testing.assert_allclose(attention.pattern(0)[0], expected, atol=1e-6)
    np.testing.assert_allclose(attention.pattern(0, slice(1, 2))[0], expected[1:2], atol=1e-6)
    assert attention.pattern(0).dtype == np.float32


def test_scale_and_softcap_by_hand() -> None:
    halved = attend(layer([[2 * LOG3, 0, 0]] * 3, scale=0.5), FULL)
    np.testing.assert_allclose(halved[0, 0], [0.6, 0.2, 0.2], atol=1e-6)
    # 2 tanh(1000 / 2) is 2, and 2 tanh(0) is 0
    capped = attend(layer([[1000, 0, 0]] * 3, softcap=2.0), FULL)
    e2 = float(np.exp(2))
    np.testing.assert_allclose(capped[0, 0], [e2 / (e2 + 2), 1 / (e2 + 2), 1 / (e2 + 2)], atol=1e-6)


def test_the_scale_comes_before_the_softcap() -> None:
    # 3 tanh(2 · 0.5 / 3), which would be 3 tanh(2 / 3) · 0.5 the other way round
    score = 3 * np.tanh(1 / 3)
    weights = attend(layer([[2, 0, 0]] * 3, scale=0.5, softcap=3.0), FULL)
    np.testing.assert_allclose(weights[0, 0, 0], np.exp(score) / (np.exp(score) + 2), atol=1e-6)


def test_bias_by_hand() -> None:
    bias = np.zeros((1, 3, 3), dtype=np.float32)
    bias[0, 0] = [LOG3, 0, 9]
    masked = FULL.copy()
    masked[0, 2] = False
    zeros = layer([[0, 0, 0]] * 3)
    np.testing.assert_allclose(
        attend(zeros, masked, bias=bias)[0], [[0.75, 0.25, 0], [1 / 3] * 3, [1 / 3] * 3], atol=1e-6
    )
    np.testing.assert_allclose(attend(zeros, masked, slice(0, 1), bias)[0], [[0.75, 0.25, 0]], atol=1e-6)
    # The bias comes after the softcap: 2 tanh(1000 / 2) is 2, and e^2 * 3 against 1 and 1.
    capped = attend(layer([[1000, 0, 0]] * 3, softcap=2.0), masked, bias=bias)
    e2 = float(np.exp(2))
    np.testing.assert_allclose(capped[0, 0], [3 * e2 / (3 * e2 + 1), 1 / (3 * e2 + 1), 0], atol=1e-6)


def test_huge_scores_do_not_overflow() -> None:
    weights = attend(layer([[1e30, 0, 0], [0, -1e30, 0], [3e38, 3e38, 0]]), FULL)
    np.testing.assert_allclose(weights[0], np.array([[1, 0, 0], [0.5, 0, 0.5], [0.5, 0.5, 0]]), atol=1e-6)


def test_heads_of_a_group_share_their_key() -> None:
    query = np.array([[[1, 0]], [[1, 0]], [[0, 1]], [[0, 1]]], dtype=np.float32) * LOG3
    key = np.array([[[1, 0], [0, 1]], [[1, 0], [0, 2]]], dtype=np.float32)
    captured = LayerCapture(query, key, 1.0, None, 0)
    weights = attend(captured, np.ones((1, 2), dtype=bool))
    np.testing.assert_allclose(weights[:, 0], [[0.75, 0.25], [0.75, 0.25], [0.1, 0.9], [0.1, 0.9]], atol=1e-6)
    tokens = tokens_of("ab")
    repeated = Attention(tokens[:1], tokens, (captured,), (np.ones((1, 2), dtype=bool),))
    assert (repeated.n_layers, repeated.n_heads) == (1, 4)
    assert repeated.key(0)[:, 1, 1].tolist() == [1, 1, 2, 2]  # to each query head the key of its group
    np.testing.assert_allclose(repeated.pattern(0), weights)


def test_bfloat16_bits_are_numbers(attention: Attention) -> None:
    bits = np.array([[[0x3F80, 0xC000, 0x3E80]]], dtype=np.uint16)  # 1, -2 and 0.25
    other = replace(attention, layers=(replace(attention.layers[0], query=bits, key=bits),))
    assert other.query(0).tolist() == other.key(0).tolist() == [[[1.0, -2.0, 0.25]]]
    assert other.query(0).dtype == np.float32


def test_every_layer_has_its_own_numbers() -> None:
    tokens = tokens_of("ab")
    one, two = np.ones((1, 2, 2), np.float32), np.zeros((3, 2, 2), np.float32)
    layers = (LayerCapture(one, one, 1.0, None, 1), LayerCapture(two, two, 1.0, None, 0, bias=1))
    masks = (np.ones((2, 2), dtype=bool), np.tri(2, dtype=bool))
    biases = (np.zeros((3, 2, 2), np.float32), np.full((3, 2, 2), [LOG3, 0], np.float32))
    attention = Attention(tokens, tokens, layers, masks, biases)
    assert (attention.n_layers, attention.n_heads) == (2, 1)
    assert attention.query(0).any()
    assert not attention.query(1).any()
    assert attention.visible(0) is masks[1]
    assert attention.visible(1) is masks[0]
    assert attention.bias(0) is None
    assert attention.bias(1) is biases[1]
    np.testing.assert_allclose(attention.pattern(0)[0], np.array([[1, 0], [0.5, 0.5]]), atol=1e-6)
    np.testing.assert_allclose(attention.pattern(1)[2], [[0.75, 0.25]] * 2, atol=1e-6)


def test_fewer_may_look_than_are_looked_at() -> None:
    crossed = attention_of(tokens_of("x"), tokens_of("abc"), [[[[0.7, 0.2, 0.1]]]])
    assert crossed.pattern(0).shape == (1, 1, 3)
    np.testing.assert_allclose(crossed.pattern(0)[0, 0], [0.7, 0.2, 0.1], atol=1e-6)


def test_nothing_can_be_changed(attention: Attention) -> None:
    biased = replace(
        attention, layers=(replace(attention.layers[0], bias=0),), biases=(np.ones((1, 3, 3), np.float32),)
    )
    arrays = [biased.pattern(0), biased.query(0), biased.key(0), biased.masks[0], biased.biases[0]]
    for array in [*arrays, biased.layers[0].query, biased.layers[0].key]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
