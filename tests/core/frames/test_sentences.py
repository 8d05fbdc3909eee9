"""What each sentence gets, and from which to which a layer looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attn_core import frames
from attn_core.frames.sentence_matrix import matrix
from attn_core.frames.sentences import MOST, excerpts, part_names, part_shares
from tests.support.hand_made import HUNGRY, TWO_SENTENCES, even, retokened, run_of


def test_sentence_shares_and_matrix() -> None:
    assert part_names(TWO_SENTENCES) == ["<bos>", "Sentence 1", "Sentence 2"]
    np.testing.assert_allclose(part_shares(TWO_SENTENCES), [[0.1, 0.5, 0.4]], atol=1e-6)
    bars = frames.sentence_shares.coordinates(TWO_SENTENCES)
    assert bars["start"].tolist() == pytest.approx([0, 10, 60])
    assert bars["end"].tolist() == pytest.approx([10, 60, 100])
    assert bars["text"].tolist() == ["", "a.", "b"]
    np.testing.assert_allclose(matrix(TWO_SENTENCES, 0), [[0.65, np.nan], [0.5, 0.4]], atol=1e-6)
    assert len(frames.sentence_matrix.table(TWO_SENTENCES, 0)) == 3
    assert frames.sentence_shares.table(TWO_SENTENCES)["share"].sum() == pytest.approx(1)


def test_many_sentences_are_grouped() -> None:
    run = run_of(["a", "."] * 20, even(40))
    assert part_names(run)[-1] == "Sentences 16 to 20"
    assert len(part_names(run)) == MOST
    np.testing.assert_allclose(part_shares(run)[0], [0.05] * 15 + [0.25], atol=1e-6)


def test_up_to_sixteen_sentences_are_parts_of_their_own() -> None:
    assert part_names(run_of(["a", "."] * 16, even(32))) == [f"Sentence {k}" for k in range(1, 17)]
    assert part_names(run_of(["a", "."] * 17, even(34)))[-2:] == ["Sentence 15", "Sentences 16 to 17"]


def test_what_stands_in_a_bar_of_many_sentences() -> None:
    bars = frames.sentence_shares.coordinates(run_of(["<bos>", *["a", "."] * 20], even(41)))
    assert bars["short"].tolist() == ["", *[str(k) for k in range(1, 16)], "…"]
    assert bars["text"].tolist() == ["", *["a."] * 15, ""]
    assert bars["number"].tolist() == list(range(17))
    assert bars["end"].iloc[-1] == pytest.approx(100)


def test_a_part_stands_in_the_middle_of_its_bar() -> None:
    bars = frames.sentence_shares.coordinates(TWO_SENTENCES)
    assert bars["middle"].tolist() == pytest.approx([5, 35, 80])
    assert bars["share"].tolist() == pytest.approx([10, 50, 40])
    assert bars["part"].tolist() == ["<bos>", "Sentence 1", "Sentence 2"]


def test_each_layer_has_every_part() -> None:
    bars = frames.sentence_shares.coordinates(HUNGRY)
    assert bars["layer"].tolist() == [0, 0, 1, 1]
    assert bars["share"].tolist() == pytest.approx([30, 70, 60, 40])
    table = frames.sentence_shares.table(HUNGRY, 1)
    assert table["layer"].tolist() == [0, 0, 1, 1]
    assert table["looked at"].tolist() == ["<bos>", "Sentence 1"] * 2
    assert table["share"].tolist() == pytest.approx([0.4, 0.6, 0.7, 0.3])


def test_the_largest_weights_are_made_to_sum_to_one() -> None:
    # .4 .6 .4 over heads: 0.4 of 1.4 is on <bos>
    np.testing.assert_allclose(part_shares(HUNGRY, "max")[0], [0.4 / 1.4, 1 / 1.4], atol=1e-6)


def test_the_matrix_is_of_its_layer_and_head() -> None:
    two = np.stack([TWO_SENTENCES.pattern(0)[0], np.eye(4, dtype=np.float32)])
    run = run_of(["<bos>", "a", ".", "b"], np.stack([even(4)[0].repeat(2, axis=0), two]))
    np.testing.assert_allclose(matrix(run, 1, 0), [[0.65, np.nan], [0.5, 0.4]], atol=1e-6)
    np.testing.assert_allclose(matrix(run, 1, "max"), [[1, np.nan], [0.5, 1]], atol=1e-6)
    np.testing.assert_allclose(matrix(run, 1), [[0.825, np.nan], [0.25, 0.7]], atol=1e-6)
    np.testing.assert_allclose(matrix(run, 0)[1], [0.5, 0.25], atol=1e-6)


def test_from_which_sentence_to_which() -> None:
    cells = frames.sentence_matrix.coordinates(TWO_SENTENCES, 0)
    assert cells["looking"].tolist() == [1, 2, 2]
    assert cells["looked_at"].tolist() == [1, 1, 2]
    assert cells["percent"].tolist() == ["65 %", "50 %", "40 %"]
    assert cells["short"].tolist() == ["65", "50", "40"]
    assert cells["shade"].tolist() == [255, round(255 * 0.5 / 0.65), round(255 * 0.4 / 0.65)]
    assert cells["from_text"].tolist() == ["a.", "b", "b"]
    assert cells["to_text"].tolist() == ["a.", "a.", "b"]
    table = frames.sentence_matrix.table(TWO_SENTENCES, 0)
    assert table["looking sentence"].tolist() == [1, 2, 2]
    assert table["looked-at sentence"].tolist() == [1, 1, 2]
    assert table["looking text"].tolist() == ["a.", "b", "b"]
    assert table["looked-at text"].tolist() == ["a.", "a.", "b"]
    assert table["share"].tolist() == pytest.approx([0.65, 0.5, 0.4])
    assert table["layer"].tolist() == [0, 0, 0]


def test_the_start_of_a_sentence_is_from_its_own_text() -> None:
    run = run_of(["a", "b", "c"], even(3, causal=False), kind="encoder")
    spans = ((0, 1), (0, 3), (4, 7))
    tokens = [
        replace(token, segment=int(i > 0), span=spans[i], sentence=int(i > 0)) for i, token in enumerate(run.token_info)
    ]
    pair = replace(run, attention=retokened(run.attention, tokens), prompt="x yz", pair="one  two three")
    assert excerpts(pair) == ["x", "one tw"]
    long = run_of(["w" * 60, ".", "b"], even(3))
    assert excerpts(long) == ["w" * 39 + "…", "b"]
