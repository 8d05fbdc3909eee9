"""From weights to what is seen of them: widths, shades, heights and what is too faint to draw."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.frames.scales import MOST_LINES, cell_height, floor_for, floor_of, row_height, shades, widths
from tests.support.hand_made import even, run_of

WEIGHTS = np.array([0, 0.2, 0.4, 0.8], dtype=np.float32)


def test_widths_run_from_the_least_to_the_most() -> None:
    np.testing.assert_allclose(widths(WEIGHTS, 0.4, (2, 10)), [2, 6, 10, 10])
    np.testing.assert_allclose(widths(WEIGHTS, 0.8, (2, 10)), [2, 4, 6, 10])
    np.testing.assert_allclose(widths(WEIGHTS, 0, (2, 10)), [2, 2, 2, 2])  # no scale, as where all words have 0


def test_shades_are_linear_and_end_at_the_scale() -> None:
    assert shades(WEIGHTS, 0.4).tolist() == [0, 128, 255, 255]
    assert shades(WEIGHTS, 0).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(("n", "row", "cell"), [(1, 26, 24), (38, 26, 800 / 38), (100, 10, 8), (1000, 3, 3)])
def test_rows_get_lower_within_limits(n: int, row: float, cell: float) -> None:
    assert row_height(n) == pytest.approx(row)
    assert cell_height(n) == pytest.approx(cell)


def test_faint_lines_are_left_out_of_long_texts_alone() -> None:
    assert floor_for(run_of(["w"] * 64, even(64))) == 0
    assert floor_for(run_of(["w"] * 65, even(65))) == pytest.approx(0.01)


def test_no_more_lines_than_a_browser_redraws() -> None:
    strong = np.full(MOST_LINES, 0.03, dtype=np.float32)
    assert floor_of(strong) == pytest.approx(0.01)
    weights = np.append(strong, np.float32(0.0204)).astype(np.float32)
    floor = floor_of(weights)  # one too many: the faintest goes
    assert (weights >= floor).sum() == MOST_LINES
    mixed = np.linspace(0.01, 0.05, 2 * MOST_LINES, dtype=np.float32)
    assert 0.9 * MOST_LINES < (mixed >= floor_of(mixed)).sum() <= MOST_LINES
    assert floor_of(np.array([0.01, 0.009], dtype=np.float32)) == pytest.approx(0.01)
