"""Gradient x input against finite differences, and value norms against the weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from attn_core import capture
from attn_core.measures import attribution
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
