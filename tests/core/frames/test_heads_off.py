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
