"""capture: every supported architecture against its own eager attention and its own predictions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

from attn_core import AttentionRun, capture
from tests.support.architectures import DECODERS, ENCODERS
from tests.support.prompts import PROMPT
from tests.support.tiny_models import Folder, Tiny, own_model


def eager(folder: Path, run: AttentionRun) -> list[np.ndarray]:
    """The model's own attention maps [head, query_pos, key_pos] of a run's tokens, one a layer."""
    auto = AutoModelForCausalLM if run.kind == "decoder" else AutoModelForMaskedLM
    model = own_model(folder, auto)
    inputs = {"input_ids": torch.tensor([run.input_ids])}
    if getattr(model.config, "type_vocab_size", 0) > 1:
        words = AutoTokenizer.from_pretrained(folder)
        inputs["token_type_ids"] = torch.tensor(
            [words(run.prompt, run.pair, return_token_type_ids=True)["token_type_ids"]]
        )
    with torch.inference_mode():
        return [layer[0].numpy() for layer in model(**inputs, output_attentions=True).attentions]


@pytest.mark.parametrize("name", DECODERS + ENCODERS)
def test_equals_the_models_own_attention(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    pair = "The cat sat on the mat." if name in ENCODERS else None
    run = capture(tiny(name), PROMPT, pair)
    expected = eager(tiny_folder(name), run)
    assert len(expected) == run.n_layers == tiny(name).n_layers
    assert len(run.tokens) > 12  # longer than the window of the two Gemmas
    for layer, theirs in enumerate(expected):
        np.testing.assert_allclose(run.pattern(layer), theirs, atol=1e-5)
        np.testing.assert_allclose(run.last_query[layer], theirs[:, run.predicting_pos], atol=1e-5)
        assert theirs.max() > 2 / len(run.tokens)  # a test on even patterns would pass whatever was captured


@pytest.mark.parametrize("name", ["gemma3", "bert"])
def test_rows_sum_to_one_and_look_where_they_may(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), PROMPT)
    for layer in range(run.n_layers):
        pattern = run.pattern(layer)
        np.testing.assert_allclose(pattern.sum(axis=-1), 1, atol=1e-5)
        above = np.triu(np.ones(pattern.shape[1:], dtype=bool), 1)
        assert (pattern[:, above] == 0).all() == (name == "gemma3")


def test_windows_differ_between_layers(tiny: Tiny) -> None:
    run = capture(tiny("gemma3"), PROMPT)
    assert len(run.attention.masks) == 2
    assert [layer.mask for layer in run.attention.layers] == [0, 0, 1, 0]
    assert run.last_query[0][:, :-8].max() == 0  # local: nothing beyond the window of 8
    assert run.last_query[2][:, 0].min() > 0  # global: <bos> is seen


def test_query_and_key_of_a_pattern(tiny: Tiny) -> None:
    run = capture(tiny("llama"), "The cat sat")
    query, key = run.query(1), run.key(1)
    assert query.shape == key.shape == (4, len(run.tokens), 8)
    np.testing.assert_array_equal(key[0], key[1])  # two query heads share a key head
    scores = np.einsum("hqd,hkd->hqk", query, key) * run.attention.layers[1].scale
    scores[:, np.triu(np.ones(scores.shape[1:], dtype=bool), 1)] = -np.inf
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    np.testing.assert_allclose(run.pattern(1), weights / weights.sum(-1, keepdims=True), atol=1e-6)


def test_attention_from_any_position(tiny: Tiny) -> None:
    run = capture(tiny("gemma2"), PROMPT)
    rows = run.attention_from(5)
    for layer in range(run.n_layers):
        np.testing.assert_allclose(rows[layer], run.pattern(layer)[:, 5], atol=1e-7)
    assert run.attention_from(run.predicting_pos) is run.last_query


def test_predicts_what_the_model_predicts(tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny("llama"), PROMPT)
    model = own_model(tiny_folder("llama"))
    with torch.inference_mode():
        expected = model(torch.tensor([run.input_ids])).logits[0, -1].softmax(0)
    assert [token.id for token in run.next_tokens] == expected.argsort(descending=True)[:50].tolist()
    best = [token.probability for token in run.next_tokens]
    np.testing.assert_allclose(best, expected.sort(descending=True).values[:50].numpy(), rtol=1e-4)
    assert run.predicting_pos == len(run.tokens) - 1
    assert run.masked_tokens == ()


@pytest.mark.parametrize("name", ENCODERS)
def test_fills_in_each_mask(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny(name), "The [MASK] sat on the [MASK] today")
    mask = tiny(name).tokenizer.mask_token
    positions = [i for i, label in enumerate(run.tokens) if label == mask]
    assert [masked.position for masked in run.masked_tokens] == positions
    assert len(positions) == 2
    assert run.predicting_pos == positions[0]
    assert run.prompt == f"The {mask} sat on the {mask} today"
    assert run.next_tokens == ()
    model = own_model(tiny_folder(name), AutoModelForMaskedLM)
    with torch.inference_mode():
        expected = model(torch.tensor([run.input_ids])).logits[0, positions].softmax(-1)
    for masked, row in zip(run.masked_tokens, expected, strict=True):
        assert [token.id for token in masked.candidates] == row.argsort(descending=True)[:50].tolist()
        assert masked.candidates[0].probability == pytest.approx(row.max().item(), rel=1e-4)
    assert not any(run.token_info[position].special for position in positions)


def test_an_encoder_without_a_mask_predicts_nothing_and_shows_its_last_position(tiny: Tiny) -> None:
    run = capture(tiny("bert"), "The cat sat")
    assert run.masked_tokens == ()
    assert run.predicting_pos == len(run.tokens) - 1
    assert run.tokens[-1] == "[SEP]"


def test_a_pair_is_read_in_two_segments(tiny: Tiny) -> None:
    run = capture(tiny("bert"), "The cat sat on the mat", "The cat lay on the rug")
    assert run.pair == "The cat lay on the rug"
    middle = run.tokens.index("[SEP]")
    assert [token.segment for token in run.token_info] == [0] * (middle + 1) + [1] * (len(run.tokens) - middle - 1)
    assert {token.sentence for token in run.token_info} == {-1, 0, 1}
    assert run.token_info[middle].span == (0, 0)
    start, end = run.token_info[middle + 1].span
    assert run.pair[start:end] == "The"
