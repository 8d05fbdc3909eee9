"""The likeliest tokens for logits written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.forward.candidates import N_CANDIDATES, candidates
from attn_core.forward.vocabulary import Vocabulary
from tests.support.tiny_tokenizers import TOKENIZERS

WORDS = Vocabulary(TOKENIZERS["bytes"]())


def test_probabilities_are_a_softmax_over_the_whole_vocabulary() -> None:
    logits = np.log(np.array([0.1, 0.6, 0.3], dtype=np.float32))
    found = candidates(WORDS, logits)
    assert [token.id for token in found] == [1, 2, 0]
    assert [token.probability for token in found] == pytest.approx([0.6, 0.3, 0.1])
    assert [token.label for token in found] == [WORDS.label(number) for number in (1, 2, 0)]
    many = candidates(WORDS, np.zeros(200, dtype=np.float32))
    assert many[0].probability == pytest.approx(1 / 200)  # not of the fifty alone


def test_equal_ones_come_in_the_order_of_the_vocabulary() -> None:
    logits = np.zeros(N_CANDIDATES, dtype=np.float32)
    logits[[7, 30]] = 1
    found = [token.id for token in candidates(WORDS, logits)]
    assert found == [7, 30, *(i for i in range(N_CANDIDATES) if i not in (7, 30))]


def test_huge_and_forbidden_logits() -> None:
    first, second, *_ = candidates(WORDS, np.array([-np.inf, 3e4, 3e4], dtype=np.float32))
    assert (first.probability, second.probability) == (0.5, 0.5)


def test_text_is_what_would_be_written() -> None:
    (number,) = TOKENIZERS["bytes"]()(" the").input_ids
    logits = np.zeros(400, dtype=np.float32)
    logits[number] = 9
    assert (candidates(WORDS, logits)[0].label, candidates(WORDS, logits)[0].text) == ("the", " the")
