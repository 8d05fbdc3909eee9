"""Gradient x input against finite differences, value norms against the weights, rollout by hand, the logit lens."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from attn_core import capture, summaries
from attn_core.measures import attribution
from attn_core.measures import logit_lens as lens
from tests.support.architectures import DECODERS
from tests.support.prompts import SHORT
from tests.support.tiny_models import Tiny


@pytest.mark.parametrize("name", DECODERS)
def test_gradient_times_input_is_the_slope_of_the_logit(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    run = capture(model, SHORT)
    found = attribution.gradient_times_input(model, run)
    ids = torch.tensor([run.input_ids])
    embedded = model.model.get_input_embeddings()(ids).detach()
    for token in (0, len(run.tokens) - 1):
        logits = []
        for step in (-1e-3, 1e-3):  # the whole embedding a little shorter and a little longer
            moved = embedded.clone()
            moved[0, token] *= 1 + step
            with torch.inference_mode():
                logits.append(model.model(inputs_embeds=moved, use_cache=False).logits[0, -1, run.next_tokens[0].id])
        slope = float(logits[1] - logits[0]) / 2e-3
        assert found[token] == pytest.approx(slope, abs=0.02 + 0.02 * abs(slope))


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_value_norms_are_those_of_the_output_matrix(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    run = capture(model, SHORT)
    found = attribution.value_norms(model, run)
    ids = torch.tensor([run.input_ids])
    with torch.inference_mode():
        state = model.model(ids, output_hidden_states=True, use_cache=False).hidden_states[0][0]
        if name == "llama":
            block = model.model.model.layers[0]
            values = block.self_attn.v_proj(block.input_layernorm(state)).view(-1, 2, 8).repeat_interleave(2, dim=1)
            output = block.self_attn.o_proj.weight.T.view(4, 8, -1)
        else:
            block = model.model.transformer.h[0]
            values = block.attn.c_attn(block.ln_1(state))[:, 64:].view(-1, 4, 8)
            output = block.attn.c_proj.weight.view(4, 8, -1)
        expected = torch.einsum("khd,hdm->hkm", values, output).norm(dim=-1).numpy() * run.last_query[0]
    np.testing.assert_allclose(found[0], expected, rtol=1e-4, atol=1e-6)
    assert found.shape == run.last_query.shape


@pytest.mark.parametrize("name", DECODERS)
def test_every_decoder_has_value_norms(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    norms = attribution.value_norms(tiny(name), run)
    assert norms.shape == run.last_query.shape
    assert (norms >= 0).all()
    assert norms.max() > 0


def test_rollout_by_hand() -> None:
    first = np.array([[1, 0, 0], [0.5, 0.5, 0], [0.2, 0.3, 0.5]], dtype=np.float32)
    second = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=np.float32)
    # half of each is the residual connection: the last token reads itself and, in the second layer, the middle one
    expected = [[1, 0, 0], [0.625, 0.375, 0], [0.175, 0.45, 0.375]]
    np.testing.assert_allclose(summaries.rollout(np.stack([first, second])), expected, atol=1e-6)


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
