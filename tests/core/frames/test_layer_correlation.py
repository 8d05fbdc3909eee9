"""How alike a layer's attention and what was measured rank the words."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import frames, readings
from attn_core.records.evidence import REMOVED, effects
from tests.support.evidence import FOUR, HAND
from tests.support.hand_made import HUNGRY, effects_of, run_of


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


def test_special_tokens_are_not_ranked() -> None:
    """<bos> gets most and its removal loses least: ranked, it would turn the order round."""
    removed = effects_of(FOUR, [0.5, 0.1, 0.2, 0.3])
    np.testing.assert_allclose(frames.layer_correlation.correlations(FOUR, removed), [1], atol=1e-6)
    with_bos = effects_of(FOUR, [0.9, 0.1, 0.2, 0.3])
    np.testing.assert_allclose(frames.layer_correlation.correlations(FOUR, with_bos), [1], atol=1e-6)


def test_equal_values_share_their_mean_rank() -> None:
    # ranks 3 2 1 against 3 1.5 1.5: covariance 1.5 of deviations (1, 0, -1) and (1, -.5, -.5)
    found = frames.layer_correlation.correlations(FOUR, effects_of(FOUR, [0.5, 0.1, 0.3, 0.3]))
    np.testing.assert_allclose(found, [1.5 / np.sqrt(2 * 1.5)], atol=1e-6)


def test_only_layers_that_can_be_compared_are_drawn() -> None:
    rows = [[[0.25, 0.25, 0.25, 0.25]] * 4, [[0.4, 0.3, 0.2, 0.1]] * 4]
    two = run_of(["<bos>", "a", "b", "c"], np.array(rows, dtype=np.float32)[:, None], kind="decoder")
    removed = effects_of(two, [0.5, 0.2, 0.1, 0.3])
    table = frames.layer_correlation.table(two, removed)
    assert table["layer"].tolist() == [0, 1]
    assert table["rank correlation"].isna().tolist() == [True, False]  # equal weights have no order
    drawn = frames.layer_correlation.coordinates(two, removed)
    assert drawn["layer"].tolist() == [1]
    assert drawn["rank correlation"].tolist() == pytest.approx([0.5])
