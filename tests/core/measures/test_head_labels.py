"""Scores of patterns written by hand, what labels they make, and the probes on tiny models of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from attn_core import capture, load_model
from attn_core.errors import PromptError
from attn_core.forward.loaded import LoadedModel
from attn_core.measures import head_labels as probes
from attn_core.records.attention import Float32
from attn_core.records.head_labels import ACROSS, INDUCTION, LABELS, PREVIOUS, SAME, SINK, WITHIN, HeadLabels
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Token
from attn_core.summaries import head_scores as head_labels
from tests.core.hand_made import even, run_of

NAN = float("nan")


def tokens_of(*labels: str) -> tuple[Token, ...]:
    """Equal labels have equal ids; marks in brackets are special, and a full stop ends a sentence."""
    run = run_of(labels, even(len(labels)))
    return tuple(replace(token, id=labels.index(token.label)) for token in run.token_info)


def pattern_of(*rows: Sequence[float]) -> Float32:
    return np.array([rows], dtype=np.float32)


def labels_of(**heads: list[list[float]]) -> HeadLabels:
    """Labels of one layer or more from scores [layer, head] by the names of LABELS' constants."""
    shape = np.shape(next(iter(heads.values())))
    given = {getattr(head_labels, name).name: scores for name, scores in heads.items()}
    every = {label.name: given.get(label.name, np.zeros(shape)) for label in LABELS}
    return HeadLabels({name: np.asarray(scores, dtype=np.float32) for name, scores in every.items()}, "<bos>")


def test_the_sink_is_the_mark_at_the_start() -> None:
    pattern = pattern_of([1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2])
    assert head_labels.bos_sink(pattern, tokens_of("<bos>", "a", "b")) == pytest.approx([0.35])
    assert np.isnan(head_labels.bos_sink(pattern, tokens_of("a", "b", "c")))
    # A mark that looks is no word, wherever it is.
    assert head_labels.bos_sink(pattern, tokens_of("[CLS]", "a", "[SEP]")) == pytest.approx([0.5])


def test_the_previous_token_is_a_word_before_a_word() -> None:
    pattern = pattern_of([1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2])
    assert head_labels.previous_token(pattern, tokens_of("<bos>", "a", "b")) == pytest.approx([0.6])
    assert head_labels.previous_token(pattern, tokens_of("a", "b", "c")) == pytest.approx([0.55])
    assert np.isnan(head_labels.previous_token(pattern, tokens_of("<bos>", "a", "[SEP]")))


REPEATED = pattern_of(
    [1, 0, 0, 0, 0], [0.9, 0.1, 0, 0, 0], [0.2, 0.3, 0.5, 0, 0], [0.1, 0.4, 0.3, 0.2, 0], [0.1, 0.1, 0.2, 0.5, 0.1]
)


def test_the_same_token_is_earlier_in_a_decoder_and_anywhere_else_in_an_encoder() -> None:
    twice = tokens_of("<bos>", "a", "b", "a", "b")  # row 3 puts .4 on its a, row 4 puts .2 on its b
    assert head_labels.same_token(REPEATED, twice, causal=True) == pytest.approx([0.3])
    later = REPEATED.copy()
    later[0, 1] = [0.1, 0.1, 0.1, 0.7, 0]
    later[0, 2] = [0.1, 0.1, 0.1, 0.2, 0.5]
    assert head_labels.same_token(later, twice, causal=False) == pytest.approx([(0.7 + 0.5 + 0.4 + 0.2) / 4])
    assert np.isnan(head_labels.same_token(REPEATED, tokens_of("<bos>", "a", "b", "c", "d"), causal=True))


def test_marks_are_never_the_same_token() -> None:
    marks = tokens_of("[SEP]", "a", "[SEP]", "b", "[SEP]")
    assert np.isnan(head_labels.same_token(REPEATED, marks, causal=False))
    assert np.isnan(head_labels.induction(REPEATED, marks))


def test_induction_looks_at_what_came_next() -> None:
    # Row 3 (a) puts .3 on the b after the first a, row 4 (b) .5 on the a after the first b.
    assert head_labels.induction(REPEATED, tokens_of("<bos>", "a", "b", "a", "b")) == pytest.approx([0.4])
    # What came next after the first a of "a a" is the token that looks itself; the third a has one other next to it.
    assert head_labels.induction(REPEATED, tokens_of("<bos>", "b", "a", "a", "a")) == pytest.approx([0.5])
    assert np.isnan(head_labels.induction(REPEATED, tokens_of("<bos>", "b", "c", "a", "a")))


def test_sentences_are_shares_without_the_marks() -> None:
    tokens = tokens_of("<bos>", "a", ".", "b", "c")
    pattern = pattern_of(
        [1, 0, 0, 0, 0], [0.9, 0.1, 0, 0, 0], [0.2, 0.3, 0.5, 0, 0], [0.2, 0.2, 0.4, 0.2, 0], [0.5, 0, 0.1, 0.2, 0.2]
    )
    # In a decoder b and c alone see another sentence: .2 of .8, and .4 of .5, are on their own.
    assert head_labels.within_sentence(pattern, tokens, causal=True) == pytest.approx([(0.25 + 0.8) / 2])
    assert head_labels.across_sentences(pattern, tokens, causal=True) == pytest.approx([(0.75 + 0.2) / 2])
    # In an encoder a and the full stop do too, and look at their own alone.
    assert head_labels.within_sentence(pattern, tokens, causal=False) == pytest.approx([(2 + 0.25 + 0.8) / 4])


def test_one_sentence_or_hardly_a_word_looked_at_tells_nothing_of_sentences() -> None:
    resting = pattern_of([1, 0, 0, 0], [0.9, 0.1, 0, 0], [0.2, 0.3, 0.5, 0], [0.8, 0, 0, 0.2])
    for score in (head_labels.within_sentence, head_labels.across_sentences):
        assert np.isnan(score(resting, tokens_of("<bos>", "a", ".", "b"), causal=True))
        assert np.isnan(score(resting, tokens_of("<bos>", "a", "b", "c"), causal=True))


def test_heads_are_scored_apart_and_nothing_is_changed() -> None:
    both = np.concatenate([REPEATED, even(5)[0]])
    before = both.copy()
    tokens = tokens_of("<bos>", "a", "b", "a", "b")
    assert head_labels.same_token(both, tokens, causal=True) == pytest.approx([0.3, (1 / 4 + 1 / 5) / 2])
    assert head_labels.across_sentences(both, tokens, causal=True).shape == (2,)
    assert (both == before).all()


def test_a_head_carries_the_label_furthest_above_its_threshold_first() -> None:
    labels = labels_of(PREVIOUS=[[0.8, 0.39]], WITHIN=[[0.9, 0.75]], SINK=[[NAN, NAN]])
    assert [(label.name, round(score, 3)) for label, score in labels.of(0, 0)] == [
        ("previous token", 0.8), ("within the sentence", 0.9),
    ]  # fmt: skip
    assert [label for label, _ in labels.of(0, 1)] == [WITHIN]


def test_a_label_names_the_mark_that_the_model_starts_with() -> None:
    ((label, _),) = replace(labels_of(SINK=[[0.5]]), start="[CLS]").of(0, 0)
    assert (label.name, label.badge) == ("[CLS] sink", "sink")
    assert label.meaning.startswith("rests on [CLS]")


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
                found = getattr(head_labels, score)(only, run.token_info[: query + 1])
                before = getattr(head_labels, score)(np.eye(query + 1)[None], run.token_info[: query + 1])
                if found > before:
                    pattern[0, 0, query] = np.arange(n) == key
        return replace(run_of(["w"] * n, pattern), token_info=run.token_info)

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
    assert (first, value) == (label, pytest.approx(1))
    assert {other for other, _ in others} <= {WITHIN}  # the token before is mostly in the same sentence


@pytest.mark.parametrize("name", ["story", "story-pair"])
def test_even_attention_gets_no_label(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    model = load_model(name)

    def captured(model: LoadedModel, text: str) -> AttentionRun:
        run = capture(model, text)
        spread = even(len(run.tokens), causal=model.kind == "decoder")
        return replace(run_of(run.tokens, spread, kind=run.kind), token_info=run.token_info)

    monkeypatch.setattr(probes, "capture", captured)
    labels = probes.head_labels(model)
    assert labels.of(0, 0) == ()
    for label in LABELS:
        assert labels.scores[label.name][0, 0] < 0.75 * label.threshold
    assert 0.4 < labels.scores[WITHIN.name][0, 0] < 0.6


@pytest.mark.parametrize("name", ["gpt2", "gemma3", "qwen3", "bert", "roberta"])
def test_any_tokenizer_is_probed(tiny: Callable[[str], LoadedModel], name: str) -> None:
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


def test_the_scores_are_means_over_the_probes(tiny: Callable[[str], LoadedModel]) -> None:
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


def test_the_probes_leave_the_model_free_and_wait_for_it(tiny: Callable[[str], LoadedModel]) -> None:
    model = tiny("llama")
    held: list[bool] = []
    forward = model.model.forward

    def watched(*args: Any, **options: Any) -> Any:
        held.append(model.lock.locked())
        return forward(*args, **options)

    model.model.forward = watched
    try:
        probes.head_labels(model)
    finally:
        model.model.forward = forward
    assert held == [True] * 8
    assert not model.lock.locked()


def test_a_model_of_two_texts_gets_words(tiny: Callable[[str], LoadedModel]) -> None:
    with pytest.raises(PromptError, match="read one text"):
        probes.head_labels(tiny("t5"))
