"""The logit lens: its last layer is the prediction, and an earlier one what the model's own last norm makes of it."""

from __future__ import annotations

import pytest
import torch

from attn_core import capture
from attn_core.measures import logit_lens as lens
from tests.support.architectures import DECODERS
from tests.support.prompts import SHORT
from tests.support.tiny_models import Folder, Tiny, own_model


@pytest.mark.parametrize("name", DECODERS)
def test_the_last_layer_of_the_lens_is_the_prediction(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    layers = lens.logit_lens(tiny(name), run, len(run.tokens) - 1)
    assert len(layers) == run.n_layers
    assert [token.id for token in layers[-1]] == [token.id for token in run.next_tokens[:3]]
    assert layers[-1][0].probability == pytest.approx(run.next_tokens[0].probability, abs=1e-5)
    assert layers[0] != layers[-1]


def test_the_lens_at_an_earlier_position(tiny: Tiny) -> None:
    run = capture(tiny("llama"), SHORT)
    early = capture(tiny("llama"), "Jide was")
    assert run.tokens[: len(early.tokens)] == early.tokens
    found = lens.logit_lens(tiny("llama"), run, len(early.tokens) - 1)
    assert found[-1][0].id == early.next_tokens[0].id
    with pytest.raises(IndexError):
        lens.logit_lens(tiny("llama"), run, len(run.tokens))


def test_an_earlier_layer_is_read_through_the_models_own_last_norm(tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny("llama"), SHORT)
    model = own_model(tiny_folder("llama"))
    with torch.inference_mode():
        states = model(torch.tensor([run.input_ids]), output_hidden_states=True).hidden_states
        for layer in (0, 1):  # states[0] is the embedding
            expected = model.lm_head(model.model.norm(states[layer + 1][0, -1])).softmax(-1)
            found = lens.logit_lens(tiny("llama"), run, len(run.tokens) - 1)[layer]
            assert [token.id for token in found] == expected.argsort(descending=True)[:3].tolist()
            assert found[0].probability == pytest.approx(float(expected.max()), rel=1e-4)


def test_logits_are_capped_as_the_models_own(tiny: Tiny) -> None:
    model = tiny("gemma2").model
    cap = model.config.final_logit_softcapping
    assert cap
    logits = torch.tensor([2 * cap, -cap, 0.1])
    torch.testing.assert_close(lens._capped(model, logits), cap * torch.tanh(logits / cap))
    assert lens._capped(tiny("llama").model, logits) is logits


def test_as_many_candidates_as_asked_for(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), SHORT)
    assert {len(layer) for layer in lens.logit_lens(tiny("gpt2"), run, 1, count=7)} == {7}
    assert {len(layer) for layer in lens.logit_lens(tiny("gpt2"), run, 1)} == {3}
    for position in (-1, len(run.tokens)):
        with pytest.raises(IndexError, match=f"position {position} of a run of {len(run.tokens)}"):
            lens.logit_lens(tiny("gpt2"), run, position)
