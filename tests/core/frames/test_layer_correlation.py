"""How alike a layer's attention and what was measured rank the words."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import frames, readings
from attn_core.records.evidence import REMOVED, effects
from tests.support.evidence import FOUR, HAND
from tests.support.hand_made import HUNGRY, effects_of


@pytest.mark.parametrize(
    ("removed", "correlation"),
    [
        ([0.5, 0.1, 0.2, 0.3], 1),  # a is missed most, as it is looked at most
        ([0.5, 0.3, 0.2, 0.1], -1),
        ([0.5, 0.2, 0.1, 0.3], 0.5),  # ranks 3 2 1 against 2 3 1: 1 - 6 · 2 / (3 · 8)
    ],
)
def test_rank_correlation_of_a_layer(removed: list[float], correlation: float) -> None:
    np.testing.assert_allclose(
        frames.layer_correlation.correlations(FOUR, effects_of(FOUR, removed)), [correlation], atol=1e-6
    )


def test_two_words_have_no_rank_correlation() -> None:
    assert np.isnan(frames.layer_correlation.correlations(HUNGRY, effects(HAND, REMOVED))).all()
    assert "three words" in readings.layer_correlation(HUNGRY, effects(HAND, REMOVED))
