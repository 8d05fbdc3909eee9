"""What each sentence gets, and from which to which a layer looks."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import frames
from attn_core.frames.sentence_matrix import matrix
from attn_core.frames.sentences import MOST, part_names, part_shares
from tests.support.hand_made import TWO_SENTENCES, even, run_of


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
