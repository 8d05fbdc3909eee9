"""What the attention function shows to a listener and lets an editor change."""

from __future__ import annotations

import pytest
import torch

from attn_core.forward import hook
from attn_core.forward.hook import Call, earlier, editing, listening


def layer(*, use_rope: bool = True, causal: bool = True) -> torch.nn.Module:
    """As much of an attention layer as the function reads of one."""
    module = torch.nn.Module()
    module.is_causal, module.use_rope, module.num_key_value_groups = causal, use_rope, 1  # type: ignore[assignment]
    return module


def heard(module: torch.nn.Module, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> Call:
    calls: list[Call] = []
    with listening(calls.append):
        hook._attention(module, q, k, v, None)
    (call,) = calls
    return call


def test_a_part_of_a_larger_tensor_is_copied() -> None:
    """GPT-2 has q, k and v in one: keeping q would keep all three."""
    whole = torch.randn(1, 2, 4, 24)
    q, k, v = whole[..., :8], whole[..., 8:16], whole[..., 16:]
    call = heard(layer(), q, k, v)
    for shown, given in ((call.scores.query, q), (call.scores.key, k)):
        torch.testing.assert_close(shown, given)
        assert shown.untyped_storage().nbytes() == given.nbytes
    alone = torch.randn(1, 2, 4, 8)
    assert heard(layer(), alone, alone, alone).scores.query is alone


@pytest.mark.parametrize("use_rope", [True, False])
def test_a_layer_says_whether_it_turns_its_queries(use_rope: bool) -> None:
    q = torch.randn(1, 2, 4, 8)
    call = heard(layer(use_rope=use_rope), q, q, q)
    assert call.scores.rotary is use_rope
    assert call.scores.scale == pytest.approx(8**-0.5)


@pytest.mark.parametrize("causal", [True, False])
def test_without_a_mask_a_layer_says_whether_it_sees_what_comes_later(causal: bool) -> None:
    q = torch.randn(1, 2, 4, 8)
    hiding = heard(layer(causal=causal), q, q, q).scores.hiding()
    assert hiding.sum() == (10 if causal else 16)
    assert not causal or not hiding[0, 1:].any()


def test_an_editor_has_the_last_word_and_only_inside_its_block() -> None:
    q = torch.randn(1, 2, 4, 8)
    with editing(lambda call, output: torch.zeros_like(output)):
        edited, _ = hook._attention(layer(), q, q, q, None)
    plain, _ = hook._attention(layer(), q, q, q, None)
    assert not edited.any()
    assert plain.any()
    assert edited.shape == plain.shape == (1, 4, 2, 8)


def test_queries_are_the_last_of_the_positions() -> None:
    assert earlier(2, 3, torch.device("cpu")).tolist() == [[True, True, False], [True, True, True]]
