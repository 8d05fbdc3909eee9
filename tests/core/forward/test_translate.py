"""Encoder–decoders: three attentions against the model's own, the target typed or generated, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForSeq2SeqLM

from attn_core import TranslationRun, translate
from attn_core.errors import EmptyPromptError, PromptError, PromptTooLongError
from tests.support.architectures import ENCODER_DECODERS
from tests.support.prompts import TARGET
from tests.support.tiny_models import Folder, Tiny, own_model

PROMPT = "The cat sat on the mat, and the dog lay on the rug."


def ids(run: TranslationRun, stack: str) -> torch.Tensor:
    return torch.tensor([[token.id for token in run.stacks[stack].query_tokens]])


def eager(folder: Path, run: TranslationRun) -> dict[str, list[np.ndarray]]:
    """The model's own attention maps [head, query_pos, key_pos] of a run's tokens, by stack, one a layer."""
    model = own_model(folder, AutoModelForSeq2SeqLM)
    with torch.inference_mode():
        found = model(input_ids=ids(run, "encoder"), decoder_input_ids=ids(run, "decoder"), output_attentions=True)
    maps = {"encoder": found.encoder_attentions, "cross": found.cross_attentions, "decoder": found.decoder_attentions}
    return {stack: [layer[0].numpy() for layer in layers] for stack, layers in maps.items()}


@pytest.mark.parametrize("target", [TARGET, None], ids=["typed", "generated"])
@pytest.mark.parametrize("name", ENCODER_DECODERS)
def test_equals_the_models_own_attention(name: str, target: str | None, tiny: Tiny, tiny_folder: Folder) -> None:
    run = translate(tiny(name), PROMPT, target)
    expected = eager(tiny_folder(name), run)
    assert {stack: attention.n_layers for stack, attention in run.stacks.items()} == tiny(name).depths
    assert tiny(name).depths == {"encoder": 3, "cross": 2, "decoder": 2}
    assert tiny(name).n_layers == 5
    for stack, attention in run.stacks.items():
        for layer, theirs in enumerate(expected[stack]):
            np.testing.assert_allclose(attention.pattern(layer), theirs, atol=1e-5)
            assert attention.n_heads == len(theirs)
            assert theirs.max() > 2 / theirs.shape[-1]  # a test on even patterns would pass whatever was captured
        assert len(attention.layers) == len(expected[stack])


@pytest.mark.parametrize("name", ENCODER_DECODERS)
def test_query_key_scale_and_bias_multiply_out_to_the_pattern(name: str, tiny: Tiny) -> None:
    for stack, attention in translate(tiny(name), PROMPT).stacks.items():
        for i, layer in enumerate(attention.layers):
            scores = np.einsum("hqd,hkd->hqk", attention.query(i), attention.key(i)) * layer.scale
            bias = attention.bias(i)
            scores = scores if bias is None else scores + bias
            scores[:, ~attention.masks[layer.mask]] = -np.inf
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            np.testing.assert_allclose(attention.pattern(i), weights / weights.sum(-1, keepdims=True), atol=1e-5)
            np.testing.assert_allclose(attention.pattern(i, slice(2, 3)), attention.pattern(i)[:, 2:3], atol=1e-6)
        hidden = ~attention.masks[0]
        assert (hidden == np.triu(np.ones(hidden.shape), 1)).all() if stack == "decoder" else not hidden.any()


@pytest.mark.parametrize("name", ENCODER_DECODERS)
def test_generates_what_the_model_generates(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = translate(tiny(name), PROMPT)
    model = own_model(tiny_folder(name), AutoModelForSeq2SeqLM)
    expected = model.generate(ids(run, "encoder"), do_sample=False, num_beams=1, max_new_tokens=60)[0]
    end = model.generation_config.eos_token_id
    assert run.generated
    assert ids(run, "decoder")[0].tolist() == expected[: -1 if expected[-1] == end else None].tolist()
    words = tiny(name).tokenizer.decode(expected, skip_special_tokens=True).removeprefix(" ")
    assert run.target.replace("<unk>", "") == words  # transformers counts it to the special tokens
    for token in run.decoder.query_tokens[1:]:
        said = run.target[slice(*token.span)].strip()
        assert token.special or said in (token.label, "") or "\ufffd" in said


@pytest.mark.parametrize("name", ENCODER_DECODERS)
def test_a_typed_target_follows_the_start_token(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    run = translate(model, PROMPT, TARGET)
    start, *rest = run.decoder.query_tokens
    assert (run.target, run.generated, run.kind) == (TARGET, False, "encoder-decoder")
    assert start.id == model.model.generation_config.decoder_start_token_id
    assert (start.special, start.span, start.sentence, start.word_class) == (True, (0, 0), -1, "special")
    assert rest[-1].id != model.model.generation_config.eos_token_id
    read = {i for token in rest for i in range(*token.span)}
    assert "".join(character for i, character in enumerate(TARGET) if i in read).replace(" ", "") == (
        TARGET.replace(" ", "")
    )
    assert run.cross.query_tokens == run.decoder.query_tokens == run.decoder.key_tokens
    assert run.cross.key_tokens == run.encoder.query_tokens == run.encoder.key_tokens
    assert run.cross.pattern(1).shape == (run.cross.n_heads, 1 + len(rest), len(run.encoder.query_tokens))


@pytest.mark.parametrize("name", ENCODER_DECODERS)
def test_predicts_what_follows_the_target(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = translate(tiny(name), PROMPT, TARGET)
    model = own_model(tiny_folder(name), AutoModelForSeq2SeqLM)
    with torch.no_grad():
        logits = model(input_ids=ids(run, "encoder"), decoder_input_ids=ids(run, "decoder")).logits[0, -1]
    if name == "marian":  # its padding, which it is set never to write
        logits[2] = -torch.inf
        assert 2 not in [token.id for token in run.next_tokens if token.probability > 0]
    expected = logits.softmax(0).sort(descending=True)
    assert [token.id for token in run.next_tokens] == expected.indices[:50].tolist()
    np.testing.assert_allclose(
        [token.probability for token in run.next_tokens], expected.values[:50].numpy(), rtol=1e-4
    )


def test_what_is_generated_goes_on_no_longer_than_told(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [token.id for token in translate(tiny("t5"), PROMPT).decoder.query_tokens]
    assert len(whole) > 5
    monkeypatch.setattr("attn_core.forward.seq2seq.MAX_WRITTEN", 3)
    run = translate(tiny("t5"), PROMPT)
    assert [token.id for token in run.decoder.query_tokens] == whole[:4]  # the start token and three


def test_nothing_is_generated_that_the_model_could_not_read(tiny: Tiny) -> None:
    whole = translate(tiny("t5"), "cat")
    n = len(whole.encoder.query_tokens)
    assert len(whole.decoder.query_tokens) > n
    assert len(translate(replace(tiny("t5"), n_ctx=n), "cat").decoder.query_tokens) == n


def test_a_start_token_is_no_part_of_what_is_written_though_it_is_a_word(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny("t5")
    words = model.tokenizer("Die Katze").input_ids
    monkeypatch.setattr(model.model.generation_config, "decoder_start_token_id", words[1])
    start, *rest = translate(model, "cat").decoder.query_tokens
    assert (start.id, start.special, start.span) == (words[1], True, (0, 0))
    assert next(token for token in rest if not token.special).span[0] == 0


def test_a_mask_of_another_kind_of_model_is_a_word_as_any(tiny: Tiny) -> None:
    assert tiny("bart").tokenizer.mask_token
    run = translate(tiny("bart"), "the [MASK] sat", "the [MASK]")
    assert (run.prompt, run.target) == ("the [MASK] sat", "the [MASK]")


def test_a_model_that_reads_one_text_writes_none(tiny: Tiny) -> None:
    for name in ("llama", "bert"):
        with pytest.raises(PromptError, match=rf"{name} writes no second text: A target .* Use `capture`, or choose"):
            translate(tiny(name), PROMPT)


@pytest.mark.parametrize("target", ["", " \n", "\u200b"])
def test_a_target_that_is_nothing(target: str, tiny: Tiny) -> None:
    with pytest.raises(EmptyPromptError, match="There is nothing to read"):
        translate(tiny("marian"), PROMPT, target)


def test_texts_that_are_too_long(tiny: Tiny) -> None:
    with pytest.raises(PromptTooLongError, match="the limit for bart is 128"):
        translate(tiny("bart"), "cat " * 200)
    with pytest.raises(PromptTooLongError, match="the limit for bart is 128"):
        translate(tiny("bart"), "cat", "Katze " * 200)
    with pytest.raises(PromptTooLongError, match="the limit for t5 is 4"):
        translate(tiny("t5"), PROMPT, max_tokens=4)
    n = len(translate(tiny("t5"), "cat", TARGET).decoder.query_tokens)  # the start token is one of them
    assert len(translate(tiny("t5"), "cat", TARGET, max_tokens=n).decoder.query_tokens) == n
    with pytest.raises(PromptTooLongError, match=f"It has {n} tokens, and the limit for t5 is {n - 1}"):
        translate(tiny("t5"), "cat", TARGET, max_tokens=n - 1)


def test_any_text_can_be_read_and_written(tiny: Tiny) -> None:
    for text in ("Hi", "🙂 👩‍👩‍👧", "שלום عالم", "NUL \x00 bell \x07", "日本語 e\u0301", "</s> <pad> <unk>"):
        for name in ENCODER_DECODERS:
            run = translate(tiny(name), text, text)
            assert np.isfinite(run.cross.pattern(0)).all()
            assert all(0 <= start <= end <= len(text) for start, end in (t.span for t in run.decoder.query_tokens))
            translate(tiny(name), text)
