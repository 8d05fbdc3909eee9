"""The neuron view: what is sent multiplies out to the weights of every architecture, and is told in true words."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attn_core import AttentionRun, capture, translate
from attn_core.diagrams.neuron_view import first_query, neuron_view, shown
from attn_core.forward.loaded import LoadedModel
from attn_core.frames.neuron_view import steps
from attn_core.records.attention import Attention, Float32, LayerCapture
from tests.support.architectures import ARCHITECTURES
from tests.support.hand_made import HUNGRY
from tests.support.tiny_models import Tiny

PROMPT = "Jide was hungry so she went looking for food. Omar asked for a coat."
ROTARY = {"gemma3", "gemma2", "llama", "qwen3", "phi"}


def inflated(sent: dict[str, Any], dtype: str) -> np.ndarray:
    """An array as the browser reads it."""
    data = np.frombuffer(zlib.decompress(base64.b64decode(sent["deflated"])), np.uint8)
    if dtype == "f4":
        data = np.ascontiguousarray(data.reshape(4, -1).T).view("<f4")
    return data.reshape(sent["shape"])


def worked_out(data: dict[str, Any]) -> np.ndarray:
    """The weights [query_pos, key_pos] from what is sent, by the steps that the columns show."""
    query, key = (inflated(data[name], "f4").astype(np.float64) for name in ("query", "key"))
    score = (query[:, None] * key).sum(axis=-1) * data["scale"]
    if data["softcap"] is not None:
        score = data["softcap"] * np.tanh(score / data["softcap"])
    if data["bias"] is not None:
        score = score + inflated(data["bias"], "f4")
    powers = np.where(inflated(data["mask"], "u1") == 1, np.exp(score - score.max(axis=1, keepdims=True)), 0)
    weights: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return weights


def attentions(model: LoadedModel) -> list[Attention]:
    """What a model attends with: one attention, or the three of an encoder–decoder."""
    if model.kind == "encoder-decoder":
        return list(translate(model, PROMPT, "Die Katze saß auf der Matte.").stacks.values())
    return [capture(model, PROMPT, "The cat sat." if model.kind == "encoder" else None).attention]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_what_is_sent_multiplies_out_to_the_weights(name: str, tiny: Tiny) -> None:
    for attention in attentions(tiny(name)):
        for layer in range(attention.n_layers):
            pattern = attention.pattern(layer)
            for head in range(attention.n_heads):
                sent = neuron_view(attention, layer, head, query_pos=3).data
                np.testing.assert_allclose(worked_out(sent), pattern[head], atol=1e-4)
                assert attention.layers[layer].rotary == (name in ROTARY)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_each_step_follows_from_the_one_before(name: str, tiny: Tiny) -> None:
    for attention in attentions(tiny(name)):
        worked, layer = steps(attention, 1, 1, 4), attention.layers[1]
        np.testing.assert_allclose(worked.products.sum(axis=1), worked.dot)
        np.testing.assert_allclose(worked.dot * layer.scale, worked.scaled)
        score = worked.scaled
        assert (worked.capped is not None) == (name == "gemma2")
        if worked.capped is not None:
            np.testing.assert_allclose(worked.capped, 2 * np.tanh(worked.scaled / 2))
            score = worked.capped
        bias = attention.bias(1)
        assert (worked.biased is not None) == (bias is not None)
        if worked.biased is not None and bias is not None:
            np.testing.assert_allclose(worked.biased, score + bias[1, 4])
            score = worked.biased
        powers = np.exp(score) * worked.seen
        np.testing.assert_allclose(powers / powers.sum(), attention.pattern(1)[1, 4], atol=1e-4)
        np.testing.assert_allclose(worked.weight, attention.pattern(1)[1, 4], atol=1e-4)


def test_t5_adds_a_position_bias(tiny: Tiny) -> None:
    encoder, cross, decoder = attentions(tiny("t5"))
    assert encoder.bias(1) is not None
    assert decoder.bias(1) is not None
    assert cross.bias(1) is None
    titles = [column["title"] for column in neuron_view(encoder, 0, 0, query_pos=0).data["columns"]]
    assert any("position" in title or "bias" in title for title in titles), titles


def test_bfloat16_is_sent_without_loss_and_in_half_the_size() -> None:
    numbers = np.random.default_rng(0).normal(size=(2, 40, 64)).astype(np.float32)
    halves = (numbers.view(np.uint32) & 0xFFFF0000).view(np.float32)
    sizes = []
    for query in (numbers, halves):
        layer = replace(HUNGRY.attention.layers[0], query=query, key=query, scale=0.125)
        tokens = HUNGRY.token_info[:1] * 40
        sent = neuron_view(Attention(tokens, tokens, (layer,), (np.ones((40, 40), bool),)), 0, 1, query_pos=0).data
        np.testing.assert_array_equal(inflated(sent["query"], "f4"), query[1])
        sizes.append(len(sent["query"]["deflated"]))
    assert sizes[1] < 0.6 * sizes[0]


def biased(attention: Attention, bias: Float32) -> Attention:
    """The same, whose scores get a number for the distance of two tokens, as T5's."""
    layers = tuple(replace(layer, bias=0) for layer in attention.layers)
    return replace(attention, layers=layers, biases=(bias,))


def test_a_position_bias_is_a_step_of_its_own() -> None:
    bias = np.zeros((2, 3, 3), dtype=np.float32)
    bias[1, 2] = [np.log(2), 0, 0]
    sent = neuron_view(biased(HUNGRY.attention, bias), 0, 1, query_pos=2).data
    assert [column["name"] for column in sent["columns"]] == ["key", "product", "dot", "biased", "weight"]
    np.testing.assert_allclose(worked_out(sent)[2], np.array([0.8, 0.2, 0.4]) / 1.4, atol=1e-6)  # .4 .2 .4 without
    np.testing.assert_allclose(steps(biased(HUNGRY.attention, bias), 0, 1, 2).weight, worked_out(sent)[2], atol=1e-6)


def test_queries_and_keys_of_different_texts() -> None:
    """Two target tokens look at three of the source, as in cross attention."""
    query, key = np.array([[[1, 0], [0, 2]]], np.float32), np.array([[[1, 1], [0, 3], [2, 0]]], np.float32)
    layer = LayerCapture(query, key, 1.0, None, 0)
    part = Attention(HUNGRY.token_info[1:], HUNGRY.token_info, (layer,), (np.ones((2, 3), bool),))
    drawn = neuron_view(part, 0, 0, query_pos=1)
    powers = np.exp([[1, 0, 2], [2, 6, 0]])
    np.testing.assert_allclose(worked_out(drawn.data), powers / powers.sum(axis=1, keepdims=True), atol=1e-6)
    assert drawn.reading.startswith("In head L0H0: ‘so’ looks most at ‘hungry’ (98 %). Their q·k is +6.00")
    assert (drawn.data["queryTokens"]["shown"], drawn.data["keyTokens"]["shown"]) == ([0, 1], [0, 1, 2])
    assert drawn.data["notes"] == []


def test_columns_are_the_steps_of_the_model(tiny: Tiny) -> None:
    def titles(name: str) -> list[str]:
        return [
            column["title"]
            for column in neuron_view(capture(tiny(name), "Hi").attention, 0, 0, query_pos=0).data["columns"]
        ]

    assert titles("gpt2") == ["k", "q × k", "q · k", "÷ √8", "softmax"]
    assert titles("gemma2") == ["k", "q × k", "q · k", "÷ √8", "capped", "softmax"]
    assert [column["name"] for column in neuron_view(HUNGRY.attention, 0, 0, query_pos=0).data["columns"]] == [
        "key", "product", "dot", "weight",
    ]  # fmt: skip


def test_notes_say_what_one_must_know(tiny: Tiny) -> None:
    def notes(name: str, layer: int = 0) -> str:
        return " ".join(neuron_view(capture(tiny(name), PROMPT).attention, layer, 1, query_pos=0).data["notes"])

    assert notes("bert") == ""
    assert notes("gpt2") == "Later tokens are masked: a token looks at itself and at earlier ones only."
    assert "by their positions" in notes("llama")
    assert "Head 1 shares its keys with head 0" in notes("llama")
    assert "those more than 7 back" in notes("gemma3")
    assert "back" not in notes("gemma3", layer=2)


def test_halves_and_the_first_query(tiny: Tiny) -> None:
    run = capture(tiny("bert"), "The cat sat", "The cat lay")
    a, b = shown(run.attention, "A→B")
    assert {run.token_info[i].segment for i in a} == {0}
    assert {run.token_info[i].segment for i in b} == {1}
    assert shown(run.attention, "all")[0] == list(range(len(run.tokens)))
    assert run.tokens[first_query(run.attention, run.predicting_pos, b)] != "[SEP]"
    assert first_query(HUNGRY.attention, 2, [0, 1, 2]) == 2
    sent = neuron_view(run.attention, 0, 0, query_pos=1, halves="A→B").data
    assert (sent["queryTokens"]["shown"], sent["keyTokens"]["shown"]) == (a, b)
    drawn = neuron_view(run.attention, 0, 0, query_pos=1, halves="A→B")
    elsewhere = run.pattern(0)[0, 1, a].sum()
    assert drawn.reading.endswith(f"Tokens not shown take {elsewhere * 100:.0f} %.")
    assert "of the tokens shown, looks most at" in drawn.reading
    with pytest.raises(ValueError, match="position 1"):
        neuron_view(run.attention, 0, 0, query_pos=1, halves="B→A")
    with pytest.raises(ValueError, match="L0H9"):
        neuron_view(run.attention, 0, 9, query_pos=1)


def test_rotation_survives_a_file(tiny: Tiny, tmp_path: Path) -> None:
    run = capture(tiny("llama"), "The cat sat")
    run.save(tmp_path / "run")
    assert all(layer.rotary for layer in AttentionRun.load(tmp_path / "run").attention.layers)
