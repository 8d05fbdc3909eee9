"""Everything that claims to say which tokens a prediction came from, on real models of few weights."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import capture
from attn_core.measures.attribution import gradient_times_input, value_norms
from attn_core.measures.evidence import METHODS, gather, layer_attention, token_scores
from attn_core.measures.interventions import cut_edges, remove_tokens
from attn_core.records.effects import Effects
from attn_core.records.evidence import ATTENTION, REMOVED, effects
from attn_core.summaries.patterns import rollout
from tests.support.architectures import DECODERS
from tests.support.evidence import BY_NAME, HAND
from tests.support.hand_made import HUNGRY
from tests.support.prompts import SHORT
from tests.support.tiny_models import Tiny

CUT = BY_NAME["cut"]


@pytest.mark.parametrize("name", ["gemma3", "gpt2"])
def test_everything_of_a_real_model(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    run = capture(model, "Jide was hungry so she went")
    told: list[float] = []
    found = gather(model, run, layers=[0], heads=[1], progress=told.append)
    assert told
    assert told == sorted(told)
    assert told[-1] == 1
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    shown = found[BY_NAME["attention rollout"]]
    assert not isinstance(shown, Effects)
    np.testing.assert_allclose(shown, rollout(patterns)[run.predicting_pos], atol=1e-6)
    np.testing.assert_allclose(
        effects(found, CUT).probability, cut_edges(model, run, layers=[0], heads=[1]).probability, atol=1e-6
    )
    assert np.isnan(effects(found, REMOVED).probability[run.predicting_pos])
    with pytest.raises(TypeError, match="measures nothing"):
        effects(found, ATTENTION)


@pytest.mark.parametrize("name", DECODERS)
def test_every_method_scores_every_token(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    scores = token_scores(gather(tiny(name), run))
    assert list(scores) == list(BY_NAME)
    for method, values in scores.items():
        assert values.shape == (len(run.tokens),), method
        assert values.dtype == np.float32, method
        assert np.isfinite(values[:-1]).all(), method


def test_scores_are_the_methods_own_numbers() -> None:
    scores = token_scores(HAND)
    np.testing.assert_allclose(scores["mean attention"], [0.45, 0.25, 0.30], atol=1e-6)
    np.testing.assert_allclose(scores["value-weighted norms"], [0, 0.25, 0.9], atol=1e-6)  # the mean of four heads
    np.testing.assert_allclose(scores["gradient × input"], [9, 3, 1])
    np.testing.assert_allclose(scores["cut"], [0, 0.5, -0.5], atol=1e-6)
    np.testing.assert_allclose(scores["removed"], [0.2, 0.9, np.nan], atol=1e-6)


def test_every_method_has_its_own_measure(tiny: Tiny) -> None:
    model = tiny("llama")
    run = capture(model, SHORT)
    found = {method.name: values for method, values in gather(model, run).items()}
    assert found["mean attention"] is run.last_query
    for name, measure in (("value-weighted norms", value_norms), ("gradient × input", gradient_times_input)):
        shown = found[name]
        assert not isinstance(shown, Effects)
        np.testing.assert_allclose(shown, measure(model, run), rtol=1e-5)
    for name, intervene in (("cut", cut_edges), ("removed", remove_tokens)):
        measured = found[name]
        assert isinstance(measured, Effects)
        np.testing.assert_allclose(measured.probability, intervene(model, run).probability, atol=1e-6)


def test_methods_are_told_apart() -> None:
    assert [method.name for method in METHODS if method.measured] == ["cut", "removed"]
    assert len({method.name for method in METHODS}) == len({method.title for method in METHODS}) == len(METHODS)


def test_attention_of_a_layer_is_the_mean_of_its_heads() -> None:
    np.testing.assert_allclose(layer_attention(HUNGRY), [[0.3, 0.4, 0.3], [0.6, 0.1, 0.3]], atol=1e-6)
