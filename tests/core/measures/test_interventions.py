"""Interventions: every cut against the same cut made by hand in the model's own eager attention or weights."""

from __future__ import annotations

from collections.abc import Callable
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


def test_copies_of_the_cache_count_among_the_bytes_of_a_batch(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny("gpt2")
    run = capture(model, " the" * 60)
    whole = cut_edges(model, run)
    a_case = 60 * model.n_layers * 2 * model.model.config.hidden_size * 4  # keys and values in float32
    monkeypatch.setattr(interventions, "BYTES_AT_ONCE", 5 * a_case)
    cases: list[int] = []
    watch = model.model.get_input_embeddings().register_forward_hook(lambda _, args, __: cases.append(len(args[0])))
    try:
        np.testing.assert_allclose(cut_edges(model, run).kl_bits, whole.kl_bits, atol=1e-5)
    finally:
        watch.remove()
    assert 3 <= max(cases) <= 5


def test_the_model_is_itself_again_after_a_cut(tiny: Tiny) -> None:
    model: LoadedModel = tiny("llama")
    before = capture(model, SHORT)
    cut_edges(model, before)
    np.testing.assert_array_equal(capture(model, SHORT).last_query, before.last_query)


def changed(model: Any, run: AttentionRun, layer: int, edit: Callable[[torch.Tensor], None]) -> torch.Tensor:
    """The last logits of a Llama whose heads' outputs [position, head * d_head] in one layer are changed by `edit`."""

    def before(module: Any, args: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        output = args[0].clone()
        edit(output[0])
        return (output,)

    handle = model.model.layers[layer].self_attn.o_proj.register_forward_pre_hook(before)
    with torch.inference_mode():
        logits: torch.Tensor = model(torch.tensor([run.input_ids])).logits[0, -1].double()
    handle.remove()
    return logits


def test_a_head_at_zero_or_at_its_mean_by_hand(tiny: Tiny, tiny_folder: Folder) -> None:
    run, model = capture(tiny("llama"), SHORT), own_model(tiny_folder("llama"))
    head = slice(16, 24)  # number 2 of d_head 8

    def silence(output: torch.Tensor) -> None:
        output[:, head] = 0

    def level(output: torch.Tensor) -> None:
        output[:, head] = output[:, head].mean(dim=0)

    for to, edit in (("zero", silence), ("mean", level)):
        effects = switch_off_heads(tiny("llama"), run, to=to)  # type: ignore[arg-type]
        for layer in range(3):
            token = run.next_tokens[0].id
            expected = changed(model, run, layer, edit).softmax(-1)[token]
            assert effects.probability[layer, 2] == pytest.approx(float(expected), abs=1e-5)
            assert abs(float(expected) - run.next_tokens[0].probability) > 1e-5


def test_a_cut_in_one_layer_and_head_and_its_numbers_by_hand(tiny: Tiny, tiny_folder: Folder) -> None:
    run, model = capture(tiny("llama"), SHORT), own_model(tiny_folder("llama"))
    layer, cut, d_head = 1, 2, 8
    values: list[torch.Tensor] = []
    watching = model.model.layers[layer].self_attn.v_proj.register_forward_hook(lambda *call: values.append(call[2]))

    def recompute(output: torch.Tensor) -> None:
        weights = torch.tensor(run.pattern(layer)[3, -1])
        weights[cut] = 0
        value = values[-1][0, :, d_head:]  # heads 2 and 3 read the second of two
        output[-1, 24:32] = weights / weights.sum() @ value

    before = changed(model, run, layer, lambda output: None)
    after = changed(model, run, layer, recompute)
    watching.remove()
    token = run.next_tokens[0].id
    p, q = before.softmax(-1), after.softmax(-1)
    effects = cut_edges(tiny("llama"), run, layers=[layer], heads=[3])
    assert effects.token == run.next_tokens[0]
    assert effects.probability[cut] == pytest.approx(float(q[token]), abs=1e-6)
    assert effects.logit_change[cut] == pytest.approx(float(after[token] - before[token]), abs=1e-4)
    assert abs(effects.logit_change[cut]) > 1e-3
    bits = float((p * (p / q).log2()).sum())
    assert bits > 1e-5
    assert effects.kl_bits[cut] == pytest.approx(bits, rel=0.02, abs=1e-6)


def test_divergence_is_in_bits_from_the_uncut_prediction() -> None:
    before = torch.tensor([0.5, 0.25, 0.25]).log() + 3  # logits may have any offset
    after = torch.tensor([[0.25, 0.25, 0.5], [0.5, 0.25, 0.25]]).log()
    probability, change, bits = interventions._compare(before, after, 0)
    np.testing.assert_allclose(probability, [0.25, 0.5], atol=1e-6)
    np.testing.assert_allclose(change, np.log([0.25, 0.5]) - np.log(0.5) - 3, atol=1e-6)
    np.testing.assert_allclose(bits, [0.5 * 1 + 0.25 * 0 - 0.25 * 1, 0], atol=1e-6)
    (other,) = interventions._compare(torch.tensor([0.9, 0.1]).log(), torch.tensor([[0.5, 0.5]]).log(), 1)[2]
    assert other == pytest.approx(0.9 * np.log2(0.9 / 0.5) + 0.1 * np.log2(0.1 / 0.5), abs=1e-6)


def test_removals_beyond_those_of_one_beginning_keep_their_order(tiny: Tiny, tiny_folder: Folder) -> None:
    run, model = capture(tiny("gpt2"), PROMPT), own_model(tiny_folder("gpt2"))
    n_tokens = len(run.tokens)
    assert n_tokens > 12
    found = remove_tokens(tiny("gpt2"), run).probability
    for token in (7, 8, 9):
        hidden = np.zeros((n_tokens, n_tokens), dtype=bool)
        hidden[:, token] = np.arange(n_tokens) != token
        assert found[token] == pytest.approx(probability(model, run, hidden), abs=1e-5)
