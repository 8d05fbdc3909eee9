"""What a model expects as it reads: surprises and the spread of a prediction, by hand and against the model itself."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from attn_core import capture
from attn_core.forward import outlook
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.outlook import batches, outlooks
from attn_core.records.model_entry import ModelEntry

Tiny = Callable[[str], LoadedModel]


def scripted(probabilities: list[list[float]]) -> LoadedModel:
    """A decoder of four tokens whose predictions at each position are given."""
    logits = torch.tensor([probabilities]).log()

    def model(*, input_ids: torch.Tensor, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(logits=logits.expand(len(input_ids), -1, -1))

    model.config = SimpleNamespace(vocab_size=4)  # type: ignore[attr-defined]
    entry = ModelEntry("by hand", "By hand", "a/b", "decoder", 1, 1, "MIT", "Four tokens.")
    return LoadedModel(entry, model, SimpleNamespace(pad_token_id=None), "cpu", "float32", "", None, 1)


def test_three_tokens_by_hand() -> None:
    model = scripted([[0.25, 0.5, 0.125, 0.125], [0.5, 0.25, 0.125, 0.125], [0.25, 0.25, 0.25, 0.25]])
    (found,) = outlooks(model, [[0, 1, 2]], [2])
    np.testing.assert_allclose(found.bits, [np.nan, 1, 3], rtol=1e-6)
    assert found.top_probability == pytest.approx(0.25)
    assert found.entropy_bits == pytest.approx(2)


def test_a_certain_prediction_has_no_entropy() -> None:
    (found,) = outlooks(scripted([[0.0, 0.0, 1.0, 0.0]]), [[0]], [0])
    assert (found.best, found.top_probability, found.entropy_bits) == (2, 1, 0)
    assert np.isnan(found.bits).all()


@pytest.mark.parametrize("name", ["gemma3", "gemma2", "gpt2", "opt"])
def test_it_is_what_the_model_says_alone_and_in_a_batch(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    texts = [model.tokenizer(text)["input_ids"] for text in ("The cat sat on the mat", "Omar was cold")]
    places = [len(ids) - 1 for ids in texts]
    together = outlooks(model, texts, places)
    for ids, place, beside in zip(texts, places, together, strict=True):
        with torch.inference_mode():
            logs = model.model(torch.tensor([ids])).logits[0].float().log_softmax(-1) / np.log(2)
        (alone,) = outlooks(model, [ids], [place])
        expected = [-float(logs[at, number]) for at, number in enumerate(ids[1:])]
        for found in (alone, beside):
            np.testing.assert_allclose(found.bits[1:], expected, rtol=1e-3)
            assert found.entropy_bits == pytest.approx(float(-(logs.exp2() * logs)[-1].sum()), rel=1e-3)
            assert found.best == int(logs[-1].argmax())


def test_an_encoder_is_asked_at_its_mask(tiny: Tiny) -> None:
    model = tiny("bert")
    run = capture(model, "The cat [MASK] on the mat")
    (found,) = outlooks(model, [run.input_ids], [run.predicting_pos])
    assert np.isnan(found.bits).all()
    assert found.best == run.masked_tokens[0].candidates[0].id
    assert found.top_probability == pytest.approx(run.masked_tokens[0].candidates[0].probability, rel=1e-3)


def test_of_a_long_text_the_last_surprises_are_kept(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny("gpt2")
    ids = model.tokenizer(" the cat sat on the mat")["input_ids"]
    (whole,) = outlooks(model, [ids], [len(ids) - 1])
    monkeypatch.setattr(outlook, "_ELEMENTS", 3 * model.model.config.vocab_size)
    (kept,) = outlooks(model, [ids], [len(ids) - 1])
    assert np.isnan(kept.bits[:-2]).all()
    np.testing.assert_allclose(kept.bits[-2:], whole.bits[-2:], rtol=1e-4)
    assert kept.entropy_bits == pytest.approx(whole.entropy_bits, rel=1e-4)


def test_batches_hold_every_text_once_and_stay_small(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model, lengths = tiny("gpt2"), [3, 9, 2, 2, 30, 1] * 20
    size = int(model.model.config.vocab_size)
    for bound in (1, 40 * size, 2**24):
        monkeypatch.setattr(outlook, "_ELEMENTS", 4 * bound)
        found = batches(model, lengths)
        assert [number for several in found for number in several] == list(range(len(lengths)))
        for several in found:
            assert len(several) <= 32
            assert len(several) == 1 or len(several) * size * max(lengths[number] for number in several) <= bound
