"""Interventions: every cut against the same cut made by hand in the model's own eager attention or weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from attn_core import AttentionRun, capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures import interventions
from attn_core.measures.interventions import cut_edges, remove_tokens, switch_off_heads
from tests.support.architectures import DECODERS
from tests.support.prompts import PROMPT, SHORT
from tests.support.tiny_models import Folder, Tiny, own_model


def probability(model: Any, run: AttentionRun, hidden: np.ndarray) -> float:
    """Of the predicted token, where the model's own masks also hide the places [query_pos, key_pos]."""
    ids = torch.tensor([run.input_ids])
    masks = [np.where(mask & ~hidden, 0, torch.finfo(torch.float32).min) for mask in run.attention.masks]
    added = [torch.tensor(mask, dtype=torch.float32)[None, None] for mask in masks]
    kinds = getattr(model.config, "layer_types", None)
    by_kind = {kind: added[run.attention.layers[layer].mask] for layer, kind in enumerate(kinds)} if kinds else None
    positions = torch.arange(ids.shape[1])[None]  # which OPT would otherwise count from the mask
    with torch.inference_mode():
        mask = by_kind if len(run.attention.masks) > 1 else added[0]
        logits = model(ids, attention_mask=mask, position_ids=positions, use_cache=False).logits
    return float(logits[0, -1].softmax(-1)[run.next_tokens[0].id])


@pytest.mark.parametrize("name", DECODERS)
def test_a_cut_of_nothing_changes_nothing(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    for effects in (cut_edges(tiny(name), run, layers=[]), cut_edges(tiny(name), run, heads=[])):
        np.testing.assert_allclose(effects.probability, run.next_tokens[0].probability, atol=1e-6)
        np.testing.assert_allclose(effects.logit_change, 0, atol=1e-5)
        np.testing.assert_allclose(effects.kl_bits, 0, atol=1e-6)


@pytest.mark.parametrize("name", DECODERS)
def test_edges_are_cut_as_the_models_own_mask_cuts_them(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny(name), SHORT)
    n_tokens = len(run.tokens)
    all_but_first = np.arange(n_tokens) > 0
    cuts = np.stack([all_but_first, np.arange(n_tokens) == 2])
    effects = cut_edges(tiny(name), run, cuts)
    for case, cut in enumerate(cuts):
        hidden = np.zeros((n_tokens, n_tokens), dtype=bool)
        hidden[-1] = cut
        assert effects.probability[case] == pytest.approx(
            probability(own_model(tiny_folder(name)), run, hidden), abs=1e-5
        )
    assert effects.kl_bits[0] > 1e-3  # a test in which the cut does nothing would pass whatever was cut


@pytest.mark.parametrize("name", DECODERS)
def test_tokens_are_removed_for_every_position(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny(name), PROMPT)
    n_tokens = len(run.tokens)
    effects = remove_tokens(tiny(name), run)
    assert effects.probability.shape == (n_tokens,)
    assert np.isnan(effects.probability).tolist() == [False] * (n_tokens - 1) + [True]
    model = own_model(tiny_folder(name))
    for token in (0, 3, n_tokens - 2):
        hidden = np.zeros((n_tokens, n_tokens), dtype=bool)
        hidden[:, token] = np.arange(n_tokens) != token
        assert effects.probability[token] == pytest.approx(probability(model, run, hidden), abs=1e-5)


def test_a_head_that_is_off_is_one_whose_output_weights_are_zero(tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny("llama"), SHORT)
    effects = switch_off_heads(tiny("llama"), run)
    assert effects.kl_bits.shape == (run.n_layers, run.n_heads)
    model = own_model(tiny_folder("llama"))
    with torch.no_grad():
        model.model.layers[1].self_attn.o_proj.weight[:, 16:24] = 0  # head 2 of d_head 8
    nothing = np.zeros((len(run.tokens), len(run.tokens)), dtype=bool)
    assert effects.probability[1, 2] == pytest.approx(probability(model, run, nothing), abs=1e-5)
    assert abs(effects.probability[1, 2] - run.next_tokens[0].probability) > 1e-4


def test_a_head_at_its_mean_differs_from_one_at_zero(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), SHORT)
    zero, mean = (switch_off_heads(tiny("gpt2"), run, to=to) for to in ("zero", "mean"))
    assert np.abs(zero.probability - mean.probability).max() > 1e-4


def test_one_token_has_no_mean_but_itself(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), "J")
    assert len(run.tokens) == 1
    np.testing.assert_allclose(switch_off_heads(tiny("gpt2"), run, to="mean").kl_bits, 0, atol=1e-6)
    assert np.isnan(remove_tokens(tiny("gpt2"), run).kl_bits).all()


def test_small_batches_give_the_same(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    run = capture(tiny("gemma3"), PROMPT)
    whole = remove_tokens(tiny("gemma3"), run)
    told: list[float] = []
    monkeypatch.setattr(interventions, "TOKENS_AT_ONCE", 1)
    np.testing.assert_allclose(
        remove_tokens(tiny("gemma3"), run, progress=told.append).kl_bits, whole.kl_bits, atol=1e-5
    )
    assert told == sorted(told)
    assert told[-1] == 1


def test_the_model_is_itself_again_after_a_cut(tiny: Tiny) -> None:
    model: LoadedModel = tiny("llama")
    before = capture(model, SHORT)
    cut_edges(model, before)
    np.testing.assert_array_equal(capture(model, SHORT).last_query, before.last_query)
