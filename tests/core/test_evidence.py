"""The methods beside each other: each against the module that it is from, on a tiny decoder."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import AttentionRun, capture, evidence
from attn_core.errors import PromptError
from attn_core.interventions import Effects, cut_edges, remove_tokens
from attn_core.types import NextToken
from tests.core.test_capture import DECODERS, Tiny
from tests.core.test_interventions import SHORT


def run_of(tiny: Tiny, name: str) -> AttentionRun:
    run = capture(tiny(name), SHORT)
    assert isinstance(run, AttentionRun)
    return run


@pytest.mark.parametrize("name", DECODERS)
def test_every_method_scores_every_token(name: str, tiny: Tiny) -> None:
    run = run_of(tiny, name)
    scores = evidence.token_scores(tiny(name), run)
    assert list(scores) == list(evidence.METHODS)
    for method, values in scores.items():
        assert values.shape == (len(run.tokens),), method
        assert values.dtype == np.float32, method
        assert np.isfinite(values[:-1]).all(), method


def test_attention_is_spread_over_all_tokens(tiny: Tiny) -> None:
    run = run_of(tiny, "gemma3")
    scores = evidence.token_scores(tiny("gemma3"), run)
    np.testing.assert_allclose(scores["mean attention"], evidence.layer_attention(run).mean(axis=0), atol=1e-6)
    assert scores["mean attention"].sum() == pytest.approx(1, abs=1e-5)
    assert scores["attention rollout"].sum() == pytest.approx(1, abs=1e-5)


def test_the_fall_is_of_the_predicted_tokens_probability() -> None:
    after = np.array([0.1, 0.75, np.nan], dtype=np.float32)
    effects = Effects(NextToken(3, "food", " food", 0.5), after, after, after)
    np.testing.assert_allclose(evidence.fall(effects), [0.4, -0.25, np.nan], atol=1e-6)


def test_cut_and_removed_are_the_interventions(tiny: Tiny) -> None:
    model = tiny("llama")
    run = run_of(tiny, "llama")
    scores = evidence.token_scores(model, run)
    np.testing.assert_array_equal(scores["cut"], evidence.fall(cut_edges(model, run)))
    np.testing.assert_array_equal(scores["removed"], evidence.fall(remove_tokens(model, run)))
    assert np.isnan(scores["removed"]).tolist() == [False] * (len(run.tokens) - 1) + [True]
    assert np.abs(scores["cut"] - scores["removed"])[:-1].max() > 0


def test_encoders_are_refused_in_words(tiny: Tiny) -> None:
    run = run_of(tiny, "bert")
    with pytest.raises(PromptError):
        evidence.token_scores(tiny("bert"), run)
