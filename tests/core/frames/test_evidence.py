"""Every method on one scale of share, from evidence written by hand."""

from __future__ import annotations

import numpy as np

from attn_core import frames
from attn_core.frames.evidence import ALL, Chosen, shares
from attn_core.measures.evidence import METHODS
from attn_core.records.attention import Float32
from attn_core.records.evidence import Evidence
from tests.support.evidence import BY_NAME, FOUR, HAND
from tests.support.hand_made import HUNGRY, effects_of

CUT = BY_NAME["cut"]


def named_shares(evidence: Evidence, chosen: Chosen = ALL) -> dict[str, Float32]:
    return {method.name: values for method, values in shares(HUNGRY, evidence, chosen).items()}


def test_shares_are_among_the_words() -> None:
    found = named_shares(HAND)
    np.testing.assert_allclose(found["mean attention"], [0, 0.25 / 0.55, 0.30 / 0.55], atol=1e-6)
    np.testing.assert_allclose(found["attention rollout"], [0, 0.6, 0.4], atol=1e-6)
    np.testing.assert_allclose(found["value-weighted norms"], [0, 0.25 / 1.15, 0.9 / 1.15], atol=1e-6)
    np.testing.assert_allclose(found["gradient × input"], [0, 0.75, -0.25], atol=1e-6)
    np.testing.assert_allclose(found["cut"], [0, 0.5, -0.5], atol=1e-6)  # of 50 %, 25 is half; 75 is a half more
    np.testing.assert_allclose(found["removed"], [0, 0.9, np.nan], atol=1e-6)


def test_chosen_layers_and_heads() -> None:
    found = named_shares(HAND, ([0], [1]))
    np.testing.assert_allclose(found["mean attention"], [0, 0.2 / 0.6, 0.4 / 0.6], atol=1e-6)
    np.testing.assert_allclose(found["value-weighted norms"], [0, 0.2 / 1.4, 1.2 / 1.4], atol=1e-6)
    np.testing.assert_allclose(found["attention rollout"], [0, 0.6, 0.4], atol=1e-6)


def test_a_gain_of_more_than_double_ends_the_scale() -> None:
    gains = {**HAND, CUT: effects_of(FOUR, [1, 1.5, 0.5])}
    np.testing.assert_allclose(named_shares(gains)["cut"], [0, -1, 0])


def test_cells_say_what_the_bars_are() -> None:
    cells = frames.evidence.coordinates(HUNGRY, HAND)
    assert len(cells) == len(METHODS) * 3
    said = cells.set_index(["method", "position"])["says"]
    assert said["mean attention", 1] == "45 % of what the words get"
    assert said["gradient × input", 2] == "−25 % of the push for and against it"
    assert said["removed", 1] == "food: 50 % → 5.0 %, KL 4.50 bits, logit −2.30"
    assert said["removed", 2] == "the prediction’s own place can’t be removed"
    assert set(cells.loc[cells["position"] == 0, "says"]) == {"left out"}
    assert not cells.loc[cells["position"] == 0, "bar"].any()


def test_the_table_is_what_was_computed() -> None:
    table = frames.evidence.table(HUNGRY, HAND)
    np.testing.assert_allclose(table["mean attention"], [0.45, 0.25, 0.30], atol=1e-6)
    np.testing.assert_allclose(table["gradient × input"], [9, 3, -1])
    np.testing.assert_allclose(table["removed: KL in bits"], [1, 4.5, np.nan], atol=1e-6)
