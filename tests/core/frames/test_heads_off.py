"""What switching each head off does."""

from __future__ import annotations

import numpy as np

from attn_core import frames
from tests.support.evidence import array
from tests.support.hand_made import HUNGRY, effects_of


def test_a_map_of_heads_is_scaled_by_its_largest_change() -> None:
    cells = frames.heads_off.coordinates(effects_of(HUNGRY, array(0.1, 0.3, 0.5, 0.7).reshape(2, 2)))
    np.testing.assert_allclose(cells["shade"], [-1, -0.5, 0, 0.5], atol=1e-3)
    small = frames.heads_off.coordinates(effects_of(HUNGRY, array(0.5, 0.505, 0.5, 0.5).reshape(2, 2)))
    np.testing.assert_allclose(small["shade"], [0, 0.5, 0, 0], atol=1e-3)


def test_places_of_heads_that_are_not_a_square() -> None:
    off = effects_of(HUNGRY, array(0.1, 0.2, 0.3, 0.4, 0.6, 0.25).reshape(2, 3))
    cells = frames.heads_off.coordinates(off)
    assert cells["name"].tolist() == ["L0H0", "L0H1", "L0H2", "L1H0", "L1H1", "L1H2"]
    assert cells["layer"].tolist() == [0, 0, 0, 1, 1, 1]
    assert cells["head"].tolist() == [0, 1, 2, 0, 1, 2]
    assert cells["says"].tolist()[5].startswith("food: 50 % → 25 %, KL 2.50 bits, logit −0.69")
    table = frames.heads_off.table(off)
    assert table["layer"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["head"].tolist() == [0, 1, 2, 0, 1, 2]
    np.testing.assert_allclose(table["probability"], [0.1, 0.2, 0.3, 0.4, 0.6, 0.25], atol=1e-6)
    np.testing.assert_allclose(table["logit change"], np.log([0.2, 0.4, 0.6, 0.8, 1.2, 0.5]), atol=1e-6)
    np.testing.assert_allclose(table["KL in bits"], [4, 3, 2, 1, 1, 2.5], atol=1e-5)


def test_the_largest_change_may_be_a_fall() -> None:
    cells = frames.heads_off.coordinates(effects_of(HUNGRY, array(0.1, 0.6).reshape(1, 2)))
    np.testing.assert_allclose(cells["shade"], [-1, 0.25], atol=1e-3)
