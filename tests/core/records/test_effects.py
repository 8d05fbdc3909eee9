"""Effects and evidence: shares that a cut takes, and which methods measure."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.records.effects import Effects
from attn_core.records.evidence import ATTENTION, REMOVED, Evidence, effects
from tests.support.hand_made import HUNGRY, candidates

(FOOD,) = candidates("food")  # of probability 0.5
CASES = Effects(
    FOOD,
    np.array([0, 0.25, 0.5, 0.75, np.nan, 1], np.float32),
    np.arange(6, dtype=np.float32),
    np.arange(6, 12, dtype=np.float32),
)


def test_what_is_lost_is_a_share_of_the_uncut_probability() -> None:
    np.testing.assert_allclose(CASES.lost, [1, 0.5, 0, -0.5, np.nan, -1])
    assert CASES.lost.dtype == np.float32


def test_cases_in_another_shape_are_the_same_cases() -> None:
    shaped = CASES.reshaped(2, 3)
    assert shaped.token is FOOD
    np.testing.assert_array_equal(shaped.probability, [[0, 0.25, 0.5], [0.75, np.nan, 1]])
    assert shaped.logit_change.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert shaped.kl_bits.tolist() == [[6, 7, 8], [9, 10, 11]]


def test_only_what_is_measured_has_effects() -> None:
    found: Evidence = {ATTENTION: HUNGRY.last_query, REMOVED: CASES}
    assert effects(found, REMOVED) is CASES
    with pytest.raises(TypeError, match="mean attention measures nothing"):
        effects(found, ATTENTION)
    assert (ATTENTION.measured, REMOVED.measured) == (False, True)
