"""Texts that are read together give what each gives alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from attn_core import AttentionRun, capture
from attn_core.errors import EmptyPromptError
from attn_core.forward import batch
from attn_core.forward.batch import Text, agrees, capture_many
from tests.support.architectures import DECODERS, ENCODERS
from tests.support.tiny_models import Tiny

TEXTS = ("the cat", "the cat sat on the mat and the dog ran home", "dog", "a cat sat. the dog ran.")


def close(found: AttentionRun | Exception, alone: AttentionRun) -> bool:
    """Assert that a run is the other to 1e-5, with the same tokens, masks and predictions."""
    assert isinstance(found, AttentionRun)
    assert found.attention.key_tokens == alone.attention.key_tokens
    for layer in range(alone.n_layers):
        np.testing.assert_array_equal(found.attention.visible(layer), alone.attention.visible(layer))
        np.testing.assert_allclose(found.pattern(layer), alone.pattern(layer), atol=1e-5)
        for mine, theirs in ((found.query(layer), alone.query(layer)), (found.key(layer), alone.key(layer))):
            np.testing.assert_allclose(mine, theirs, atol=1e-5 * np.abs(theirs).max())
    np.testing.assert_allclose(found.last_query, alone.last_query, atol=1e-5)
    predicted = [(run.next_tokens, *(masked.candidates for masked in run.masked_tokens)) for run in (found, alone)]
    for mine_, theirs_ in zip(*predicted, strict=True):
        by_id = {token.id: token.probability for token in theirs_}
        assert all(abs(token.probability - by_id.get(token.id, token.probability)) <= 1e-5 for token in mine_)
        assert [token.id for token in mine_[:1]] == [token.id for token in theirs_[:1]]
    plain = ("model", "kind", "prompt", "pair", "predicting_pos")
    return [getattr(found, name) for name in plain] == [getattr(alone, name) for name in plain]


@pytest.mark.parametrize("name", DECODERS + ENCODERS)
def test_texts_read_together_are_as_alone(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    together = capture_many(model, [Text(text) for text in TEXTS])
    for text, found in zip(TEXTS, together, strict=True):
        assert close(found, capture(model, text))
    assert agrees(model)


@pytest.mark.parametrize("name", ENCODERS)
def test_pairs_and_masks_of_several_texts(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    asked = [Text("the [MASK] sat", "the dog [MASK] home"), Text("the cat"), Text("a [MASK]")]
    for text, found in zip(asked, capture_many(model, asked), strict=True):
        assert close(found, capture(model, text.prompt, text.pair))


def test_a_text_that_cannot_be_read_leaves_the_others(tiny: Tiny) -> None:
    first, second, third = capture_many(tiny("llama"), [Text("the cat"), Text(" "), Text("a dog")])
    assert isinstance(first, AttentionRun)
    assert isinstance(second, EmptyPromptError)
    assert isinstance(third, AttentionRun)
    assert (first.prompt, third.prompt) == ("the cat", "a dog")


def test_a_batch_is_bounded_with_its_padding(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny("gpt2")
    sizes: list[int] = []
    monkeypatch.setattr(batch, "_TOKENS_AT_ONCE", 30)
    read = model.model.forward

    def watched(**given: Any) -> object:
        sizes.append(given["input_ids"].numel())
        return read(**given)

    monkeypatch.setattr(model.model, "forward", watched)
    found = capture_many(model, [Text(text) for text in TEXTS])
    assert [run.prompt for run in found if isinstance(run, AttentionRun)] == list(TEXTS)
    assert len(sizes) > 1
    assert max(sizes[:-1]) <= 30


def test_a_model_that_rounds_differently_is_not_read_in_batches(tiny: Tiny) -> None:
    model = tiny("llama")
    rough = replace(model, model=_Rough(model.model))
    assert not agrees(rough)


class _Rough:
    """A model whose numbers depend on how many texts it reads at once."""

    def __init__(self, model: torch.nn.Module) -> None:
        self._model = model

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def __call__(self, input_ids: torch.Tensor, **given: object) -> object:
        found = self._model(input_ids=input_ids, **given)
        if len(input_ids) > 1:
            found.logits = found.logits + torch.linspace(0, 0.01, found.logits.shape[-1])
        return found
