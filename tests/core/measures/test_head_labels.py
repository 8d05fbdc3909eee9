"""Scores of patterns written by hand, what labels they make, and the probes on tiny models of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from attn_core import capture, load_model
from attn_core.errors import PromptError
from attn_core.forward.loaded import LoadedModel
from attn_core.measures import head_labels as probes
from attn_core.records import head_labels
from attn_core.records.head_labels import ACROSS, INDUCTION, LABELS, PREVIOUS, SAME, SINK, WITHIN
from attn_core.records.run import AttentionRun
from attn_core.summaries import head_scores
from tests.support.hand_made import attention_of, even
from tests.support.tiny_models import Tiny


def acting(score: str) -> Callable[..., AttentionRun]:
    """A capture whose one head looks at nothing but what gives a score of 1, or at itself where nothing does."""

    def captured(model: LoadedModel, text: str) -> AttentionRun:
        run = capture(model, text)
        n = len(run.tokens)
        pattern = np.eye(n, dtype=np.float32)[None, None]
        for query in range(1, n):
            for key in range(query):
                one = np.eye(n, dtype=np.float32)[None]
                one[0, query] = np.arange(n) == key
                only = one[:, : query + 1, : query + 1]
                found = getattr(head_scores, score)(only, run.token_info[: query + 1])
                before = getattr(head_scores, score)(np.eye(query + 1)[None], run.token_info[: query + 1])
                if found > before:
                    pattern[0, 0, query] = np.arange(n) == key
        return replace(run, attention=attention_of(run.token_info, run.token_info, pattern))

    return captured


@pytest.mark.parametrize(
    ("score", "label"), [("bos_sink", SINK), ("previous_token", PREVIOUS), ("induction", INDUCTION)]
)
def test_a_head_that_does_one_thing_gets_its_label_first(
    monkeypatch: pytest.MonkeyPatch, score: str, label: head_labels.Label
) -> None:
    model = load_model("story")
    monkeypatch.setattr(probes, "capture", acting(score))
    labels = probes.head_labels(model)
    ((first, value), *others) = labels.of(0, 0)
    assert first == label
    assert value == pytest.approx(1)
    assert {other for other, _ in others} <= {WITHIN}  # the token before is mostly in the same sentence


@pytest.mark.parametrize("name", ["story", "story-pair"])
def test_even_attention_gets_no_label(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    model = load_model(name)

    def captured(model: LoadedModel, text: str) -> AttentionRun:
        run = capture(model, text)
        spread = even(len(run.tokens), causal=model.kind == "decoder")
        return replace(run, attention=attention_of(run.token_info, run.token_info, spread))

    monkeypatch.setattr(probes, "capture", captured)
    labels = probes.head_labels(model)
    assert labels.of(0, 0) == ()
    for label in LABELS:
        assert labels.scores[label.name][0, 0] < 0.75 * label.threshold
    assert 0.4 < labels.scores[WITHIN.name][0, 0] < 0.6


@pytest.mark.parametrize("name", ["gpt2", "gemma3", "qwen3", "bert", "roberta"])
def test_any_tokenizer_is_probed(tiny: Tiny, name: str) -> None:
    model = tiny(name)
    labels = probes.head_labels(model)
    starts = {"gemma3": "<bos>", "bert": "[CLS]", "roberta": "<s>"}
    assert labels.start == starts.get(name)
    for label, scores in labels.every:
        assert scores.shape == (model.n_layers, 4)
        assert scores.dtype == np.float32
        assert np.nanmin(scores, initial=0) >= 0
        assert np.nanmax(scores, initial=0) <= 1.0001
        assert np.isnan(scores).all() == ("sink" in label.name and labels.start is None)
    assert probes.head_labels(model).scores[SAME.name].tolist() == labels.scores[SAME.name].tolist()
    told = labels.scores[WITHIN.name] + labels.scores[ACROSS.name]
    assert told[~np.isnan(told)] == pytest.approx(1, abs=1e-4)


def test_the_scores_are_means_over_the_probes(tiny: Tiny) -> None:
    model = tiny("llama")
    runs = [capture(model, text) for text in probes.TEXTS]
    by_hand = []
    for run in runs:
        assert isinstance(run, AttentionRun)
        shares = [run.pattern(2)[1, q, q - 1] for q in range(2, len(run.tokens))]
        by_hand.append(np.mean(shares))
    assert probes.head_labels(model).scores[PREVIOUS.name][2, 1] == pytest.approx(np.mean(by_hand), abs=1e-5)


def test_story_has_heads_that_look_at_what_came_next() -> None:
    """It learned so from lists told twice; the encoder, in which both neighbours tell, needs no such head."""
    labels = probes.head_labels(load_model("story"))
    carried = {label for layer in range(8) for head in range(4) for label, _ in labels.of(layer, head)}
    assert {INDUCTION, PREVIOUS} <= carried


def test_the_probes_leave_the_model_free_and_wait_for_it(tiny: Tiny) -> None:
    model = tiny("llama")
    held: list[bool] = []
    forward = model.model.forward

    def watched(*args: Any, **options: Any) -> Any:
        held.append(len(model.line) > 0)
        return forward(*args, **options)

    model.model.forward = watched
    try:
        probes.head_labels(model)
    finally:
        model.model.forward = forward
    assert held == [True] * 8
    assert len(model.line) == 0


def test_a_model_of_two_texts_gets_words(tiny: Tiny) -> None:
    with pytest.raises(PromptError, match="read one text"):
        probes.head_labels(tiny("t5"))


@pytest.mark.parametrize("name", ["bert", "llama"])
def test_repeats_are_looked_for_on_both_sides_in_an_encoder_alone(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    found = []
    for words in probes.TWICE:
        run = capture(model, f"{words}. {words}.")
        found.append(head_scores.same_token(run.pattern(1), run.token_info, causal=name == "llama"))
    np.testing.assert_allclose(probes.head_labels(model).scores[SAME.name][1], np.mean(found, axis=0), atol=1e-6)
