"""A model spread over several devices gives what it gives on one; here the second device is the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from attn_core import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures import attribution, evidence, interventions, logit_lens, predict
from attn_core.measures.evidence import token_scores
from attn_core.models.devices import places
from attn_core.models.loading import load_here
from attn_core.records.tokens import NextToken
from tests.support.tiny_models import Folder, Tiny

TEXT = "the cat sat on the mat"
pytest.importorskip("accelerate", reason="comes with requirements-serve.txt")


def spread(tiny_folder: Folder, name: str) -> LoadedModel:
    """A tiny model of three or four layers, every second of them on the disk."""
    here = ("model.embed_tokens", "model.norm", "model.rotary_emb", "lm_head")
    layers = {f"model.layers.{n}": "disk" if n % 2 else "cpu" for n in range(4 if name.startswith("gemma") else 3)}
    return load_here(str(tiny_folder(name)), device="cpu", catalog={}, device_map=dict.fromkeys(here, "cpu") | layers)


def assert_same_predictions(found: Sequence[NextToken], expected: Sequence[NextToken]) -> None:
    """The same tokens in the same order, their probabilities to 1e-5: weights from a disk lie elsewhere in memory."""
    assert [token.id for token in found] == [token.id for token in expected]
    likely = [token.probability for token in expected]
    np.testing.assert_allclose([token.probability for token in found], likely, atol=1e-5)


@pytest.mark.parametrize("name", ["gemma3", "llama", "qwen3"])
def test_a_model_on_two_devices_gives_the_same(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    two, one = spread(tiny_folder, name), tiny(name)
    assert two.where.endswith("float32, on this CPU, the disk")
    assert any(parameter.is_meta for parameter in two.model.parameters())
    run, expected = capture(two, TEXT), capture(one, TEXT)
    np.testing.assert_allclose(run.last_query, expected.last_query, atol=1e-6)
    assert_same_predictions(run.next_tokens, expected.next_tokens)
    found, wanted = (token_scores(evidence.gather(model, run)) for model in (two, one))
    for method in wanted:
        np.testing.assert_allclose(found[method], wanted[method], atol=1e-5)
    calls: list[Any] = [
        lambda model: interventions.switch_off_heads(model, run).kl_bits,
        lambda model: attribution.value_norms(model, run),
    ]
    for call in calls:
        np.testing.assert_allclose(call(two), call(one), atol=1e-5)
    for layer, same in zip(logit_lens.logit_lens(two, run, 2), logit_lens.logit_lens(one, run, 2), strict=True):
        assert_same_predictions(layer, same)
    assert predict.continuation(two, run, 3) == predict.continuation(one, run, 3)


def test_one_device_for_all_is_as_none(tiny: Tiny, tiny_folder: Folder) -> None:
    mapped = load_here(str(tiny_folder("gpt2")), device="cpu", catalog={}, device_map={"": "cpu"})
    assert mapped.where == tiny("gpt2").where
    assert capture(mapped, TEXT).next_tokens == capture(tiny("gpt2"), TEXT).next_tokens


def test_devices_are_told_by_their_number() -> None:
    assert places(["cpu", "cpu", "disk"]) == "this CPU, the disk"
