"""Scores of heads from patterns written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from attn_core.records.attention import Float32
from attn_core.records.tokens import Token
from attn_core.summaries import head_scores
from tests.support.hand_made import even, run_of

NAN = float("nan")


def tokens_of(*labels: str) -> tuple[Token, ...]:
    """Equal labels have equal ids; marks in brackets are special, and a full stop ends a sentence."""
    run = run_of(labels, even(len(labels)))
    return tuple(replace(token, id=labels.index(token.label)) for token in run.token_info)


def pattern_of(*rows: Sequence[float]) -> Float32:
    return np.array([rows], dtype=np.float32)


def test_the_sink_is_the_mark_at_the_start() -> None:
    pattern = pattern_of([1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2])
    assert head_scores.bos_sink(pattern, tokens_of("<bos>", "a", "b")) == pytest.approx([0.35])
    assert np.isnan(head_scores.bos_sink(pattern, tokens_of("a", "b", "c")))
    # A mark that looks is no word, wherever it is.
    assert head_scores.bos_sink(pattern, tokens_of("[CLS]", "a", "[SEP]")) == pytest.approx([0.5])


def test_the_previous_token_is_a_word_before_a_word() -> None:
    pattern = pattern_of([1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2])
    assert head_scores.previous_token(pattern, tokens_of("<bos>", "a", "b")) == pytest.approx([0.6])
    assert head_scores.previous_token(pattern, tokens_of("a", "b", "c")) == pytest.approx([0.55])
    assert np.isnan(head_scores.previous_token(pattern, tokens_of("<bos>", "a", "[SEP]")))


REPEATED = pattern_of(
    [1, 0, 0, 0, 0], [0.9, 0.1, 0, 0, 0], [0.2, 0.3, 0.5, 0, 0], [0.1, 0.4, 0.3, 0.2, 0], [0.1, 0.1, 0.2, 0.5, 0.1]
)


def test_the_same_token_is_earlier_in_a_decoder_and_anywhere_else_in_an_encoder() -> None:
    twice = tokens_of("<bos>", "a", "b", "a", "b")  # row 3 puts .4 on its a, row 4 puts .2 on its b
    assert head_scores.same_token(REPEATED, twice, causal=True) == pytest.approx([0.3])
    later = REPEATED.copy()
    later[0, 1] = [0.1, 0.1, 0.1, 0.7, 0]
    later[0, 2] = [0.1, 0.1, 0.1, 0.2, 0.5]
    assert head_scores.same_token(later, twice, causal=False) == pytest.approx([(0.7 + 0.5 + 0.4 + 0.2) / 4])
    assert np.isnan(head_scores.same_token(REPEATED, tokens_of("<bos>", "a", "b", "c", "d"), causal=True))


def test_marks_are_never_the_same_token() -> None:
    marks = tokens_of("[SEP]", "a", "[SEP]", "b", "[SEP]")
    assert np.isnan(head_scores.same_token(REPEATED, marks, causal=False))
    assert np.isnan(head_scores.induction(REPEATED, marks))


def test_induction_looks_at_what_came_next() -> None:
    # Row 3 (a) puts .3 on the b after the first a, row 4 (b) .5 on the a after the first b.
    assert head_scores.induction(REPEATED, tokens_of("<bos>", "a", "b", "a", "b")) == pytest.approx([0.4])
    # What came next after the first a of "a a" is the token that looks itself; the third a has one other next to it.
    assert head_scores.induction(REPEATED, tokens_of("<bos>", "b", "a", "a", "a")) == pytest.approx([0.5])
    assert np.isnan(head_scores.induction(REPEATED, tokens_of("<bos>", "b", "c", "a", "a")))


def test_sentences_are_shares_without_the_marks() -> None:
    tokens = tokens_of("<bos>", "a", ".", "b", "c")
    pattern = pattern_of(
        [1, 0, 0, 0, 0], [0.9, 0.1, 0, 0, 0], [0.2, 0.3, 0.5, 0, 0], [0.2, 0.2, 0.4, 0.2, 0], [0.5, 0, 0.1, 0.2, 0.2]
    )
    # In a decoder b and c alone see another sentence: .2 of .8, and .4 of .5, are on their own.
    assert head_scores.within_sentence(pattern, tokens, causal=True) == pytest.approx([(0.25 + 0.8) / 2])
    assert head_scores.across_sentences(pattern, tokens, causal=True) == pytest.approx([(0.75 + 0.2) / 2])
    # In an encoder a and the full stop do too, and look at their own alone.
    assert head_scores.within_sentence(pattern, tokens, causal=False) == pytest.approx([(2 + 0.25 + 0.8) / 4])


def test_one_sentence_or_hardly_a_word_looked_at_tells_nothing_of_sentences() -> None:
    resting = pattern_of([1, 0, 0, 0], [0.9, 0.1, 0, 0], [0.2, 0.3, 0.5, 0], [0.8, 0, 0, 0.2])
    for score in (head_scores.within_sentence, head_scores.across_sentences):
        assert np.isnan(score(resting, tokens_of("<bos>", "a", ".", "b"), causal=True))
        assert np.isnan(score(resting, tokens_of("<bos>", "a", "b", "c"), causal=True))


def test_heads_are_scored_apart_and_nothing_is_changed() -> None:
    both = np.concatenate([REPEATED, even(5)[0]])
    before = both.copy()
    tokens = tokens_of("<bos>", "a", "b", "a", "b")
    assert head_scores.same_token(both, tokens, causal=True) == pytest.approx([0.3, (1 / 4 + 1 / 5) / 2])
    assert head_scores.across_sentences(both, tokens, causal=True).shape == (2,)
    assert (both == before).all()


@pytest.mark.parametrize(("words", "counted"), [(0.24, False), (0.25, True), (0.3, True)])
def test_a_quarter_on_words_is_enough_to_tell(words: float, counted: bool) -> None:
    pattern = pattern_of([1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.4, 0.3, 0.3, 0], [1 - words, words, 0, 0])
    tokens = tokens_of("<bos>", "a", ".", "b")
    found = head_scores.across_sentences(pattern, tokens, causal=True)
    assert found == (pytest.approx([1]) if counted else pytest.approx([NAN], nan_ok=True))
