"""Summaries of a pattern that is computed by hand, and what holds of any pattern."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from attn_core import summaries
from attn_core.records.attention import Float32

# [head, query_pos, key_pos]: <bos> and two words
PATTERN = np.array(
    [[[1, 0, 0], [0.5, 0.5, 0], [0.5, 0.25, 0.25]], [[1, 0, 0], [0.75, 0.25, 0], [0.25, 0.75, 0]]], dtype=np.float32
)
LAST = PATTERN[:, 2]  # [head, key_pos]


@pytest.fixture(autouse=True)
def nothing_changes_its_input() -> None:
    PATTERN.setflags(write=False)


def close(found: Float32, expected: Any) -> bool:
    np.testing.assert_allclose(found, np.asarray(expected), atol=1e-6)
    assert found.dtype == np.float32
    return True


def test_heads_become_one() -> None:
    assert close(summaries.head_average(LAST, "mean"), [0.375, 0.5, 0.125])
    assert close(summaries.head_average(LAST, "max"), [0.5, 0.75, 0.25])
    assert close(summaries.head_average(LAST, 1), [0.25, 0.75, 0])
    assert close(summaries.head_average(PATTERN.swapaxes(0, 1), "mean")[1], [0.625, 0.375, 0])
    for head in (2, -1):
        with pytest.raises(IndexError, match="of 2"):
            summaries.head_average(LAST, head)


def test_share_of_bos() -> None:
    assert close(summaries.bos_share(PATTERN, 0), [[1, 0.5, 0.5], [1, 0.75, 0.25]])
    assert close(summaries.bos_share(LAST, None), [0, 0])


def test_share_on_chosen_positions() -> None:
    assert close(summaries.share_on(LAST, [False, True, True]), [0.5, 0.75])
    assert close(summaries.share_on(PATTERN, np.array([True, True, True])), np.ones((2, 3)))
    assert close(summaries.share_on(LAST, [False] * 3), [0, 0])


def test_distances_of_a_whole_pattern() -> None:
    assert close(summaries.mean_distances(PATTERN, [False] * 3), [[0, 0.5, 1.25], [0, 0.75, 1.25]])
    assert close(summaries.mean_distances(PATTERN, [True, False, False]), [[0, 0, 0.5], [0, 0, 1]])
    for query in range(3):
        one = summaries.mean_distance(PATTERN[:, query], query)
        assert close(summaries.mean_distances(PATTERN, [False] * 3)[:, query], one)


def test_rescaling_without_bos() -> None:
    expected = [[[0, 0, 0], [0, 1, 0], [0, 0.5, 0.5]], [[0, 0, 0], [0, 1, 0], [0, 1, 0]]]
    assert close(summaries.rescale_without(PATTERN, [True, False, False]), expected)
    assert close(summaries.rescale_without(PATTERN, [False] * 3), PATTERN)


def test_entropy_in_bits() -> None:
    assert close(summaries.entropy(PATTERN[0]), [0, 1, 1.5])
    assert close(summaries.entropy(np.full((4, 8), 1 / 8, dtype=np.float32)), [3, 3, 3, 3])
    assert summaries.entropy(np.array([1, 0], dtype=np.float32)) == 0
    assert not np.signbit(summaries.entropy(np.array([1, 0], dtype=np.float32)))


def test_distance_in_tokens() -> None:
    assert close(summaries.mean_distance(LAST, 2), [0.5 * 2 + 0.25, 0.25 * 2 + 0.75])
    assert close(summaries.mean_distance(PATTERN[:, 1], 1), [0.5, 0.75])
    later = np.array([0, 0, 1], dtype=np.float32)  # an encoder may look ahead
    assert summaries.mean_distance(later, 0) == 2


def test_share_on_the_positions_before() -> None:
    row = np.array([0.1, 0.2, 0.3, 0.15, 0.25], dtype=np.float32)
    assert close(summaries.share_on_previous(row, 4), 0.2 + 0.3 + 0.15)
    assert close(summaries.share_on_previous(row, 4, k=1), 0.15)
    assert close(summaries.share_on_previous(row, 1), 0.1)
    assert close(summaries.share_on_previous(row, 0), 0)


# <bos> and five words in two sentences
SENTENCES = [-1, 0, 0, 1, 1, 1]
ROW = np.array([0.4, 0.1, 0.2, 0.05, 0.05, 0.2], dtype=np.float32)


def test_share_across_the_boundary() -> None:
    assert close(summaries.share_across_boundary(ROW, SENTENCES, 5), 0.3)
    assert close(summaries.share_across_boundary(ROW, SENTENCES, 2), 0.3)
    assert close(summaries.share_across_boundary(ROW, SENTENCES, 0), 0.6)
    assert close(summaries.share_across_boundary(ROW, [-1, 0, 0, 0, 0, 0], 5), 0)


def test_mass_of_sentences() -> None:
    assert close(summaries.sentence_mass(ROW, SENTENCES), [0.3, 0.3])
    stacked = np.stack([ROW, ROW[::-1]])
    assert close(summaries.sentence_mass(stacked, SENTENCES), [[0.3, 0.3], [0.1, 0.7]])


def test_matrix_of_sentences() -> None:
    sentences = [-1, 0, 1]
    assert close(summaries.sentence_matrix(PATTERN, sentences), [[[0.5, 0], [0.25, 0.25]], [[0.25, 0], [0.75, 0]]])
    two_tokens = summaries.sentence_matrix(PATTERN, [-1, 0, 0])  # the mean of two rows
    assert close(two_tokens, [[[(0.5 + 0.5) / 2]], [[(0.25 + 0.75) / 2]]])


def test_a_sentence_without_tokens_is_nought() -> None:
    assert close(summaries.sentence_matrix(PATTERN[0], [-1, 0, 2])[1], [0, 0, 0])


def test_only_specials_have_no_sentences() -> None:
    assert summaries.sentence_mass(LAST, [-1, -1, -1]).shape == (2, 0)


def test_rollout_by_hand() -> None:
    first = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]], dtype=np.float32)
    second = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)
    # Half of each is the residual connection. In the first layer the last token reads the middle one, before that has
    # read the first: so nothing of the first comes to the last.
    assert close(summaries.rollout(np.stack([first, second])), [[1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]])
    assert close(summaries.rollout(np.stack([second, first])), [[1, 0, 0], [0.5, 0.5, 0], [0.25, 0.25, 0.5]])


def test_distances_of_what_comes_later_count_as_well() -> None:
    ahead = np.array([[0, 0.5, 0.5], [0.25, 0.25, 0.5], [1, 0, 0]], dtype=np.float32)  # an encoder's
    assert close(summaries.mean_distances(ahead, [False] * 3), [1.5, 0.75, 2])


def test_what_holds_of_any_pattern() -> None:
    random = np.random.default_rng(5)
    scores = np.where(np.tril(np.ones((9, 9), dtype=bool)), random.normal(size=(6, 9, 9)) * 3, -np.inf)
    pattern = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    pattern = pattern.astype(np.float32)
    sentences = [-1, 0, 0, 0, 1, 1, 2, 2, 2]
    ceiling = np.log2(np.arange(9) + 1)
    assert (summaries.entropy(pattern) <= ceiling + 1e-5).all()
    close(summaries.head_average(pattern.swapaxes(0, 1), "mean").sum(-1), np.ones(9))
    assert (summaries.head_average(pattern.swapaxes(0, 1), "max").sum(-1) >= 1 - 1e-5).all()
    mass = summaries.sentence_mass(pattern, sentences)
    close(mass.sum(-1) + summaries.bos_share(pattern, 0), np.ones((6, 9)))
    matrix = summaries.sentence_matrix(pattern, sentences)
    assert (matrix[:, 0, 1:] == 0).all()  # a decoder's first sentence can't see later ones
    assert (matrix.sum(-1) <= 1 + 1e-6).all()
    close(summaries.rescale_without(pattern, np.array(sentences) < 0)[:, 1:].sum(-1), np.ones((6, 8)))
