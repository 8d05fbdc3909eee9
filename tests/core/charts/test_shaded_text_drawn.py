"""The shaded text as it is drawn: boxes, shades and words against the run's own numbers."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, charts, pictures
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.records.attention import Float32
from tests.core.charts.example import (
    LABELS,
    OTHER,
    RUN,
    TOKENS,
    WINDOW,
    WORDS,
    row,
    without_special,
)
from tests.core.charts.scene import scene

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
MARGIN, COLUMN, LINE, GAP = 24, 7.2, 21, 7  # pixels
PLACES = [(0, 0), (6, 0), (10, 0), (0, 21), (3, 21), (0, 49), (3, 49), (7, 49)]  # column and pixel of a 13-column text


@THEMES
@pytest.mark.parametrize("look", [Look(), Look(0), Look("max"), Look(special="hidden")], ids=str)
def test_shades_behind_the_text(look: Look, theme: Theme) -> None:
    drawn = scene(charts.shaded_text(RUN, 1, look, columns=13, theme=theme))
    assert drawn.kinds == ["rect", "text", "text"]
    weights: Float32 = RUN.last_query[1]
    weights = weights.max(axis=0) if look.head == "max" else weights.mean(axis=0) if look.head == "mean" else weights[0]
    weights = without_special(weights) if look.special == "hidden" else weights
    top = weights[WORDS].max()
    title = "largest weight, %" if look.head == "max" else "share of attention, %"
    for i, box in enumerate(drawn.layer(0)):
        column, above = PLACES[i]
        wide = len(LABELS[i]) * COLUMN
        assert (box.x, box.x2) == pytest.approx((MARGIN + column * COLUMN, MARGIN + column * COLUMN + wide), abs=0.01)
        assert (box.y, box.y2) == (above, above + LINE - 2)
        assert box.colour == (theme.attention if i else theme.sink)
        strong = 0.08 + (theme.shade - 0.08) * round(min(weights[i] / top, 1) * 255) / 255
        assert box.opacity == pytest.approx(strong, abs=1e-4)
        told = {"token": LABELS[i], "position": str(i), title: f"{weights[i] * 100:.1f}"}
        assert box.told | told == box.told
    assert len(drawn.layer(0)) == TOKENS


@THEMES
def test_the_text_over_its_shades(theme: Theme) -> None:
    drawn = scene(charts.shaded_text(RUN, 1, columns=13, theme=theme))
    texts = [(mark.text, mark.y, mark.colour, mark.item["fontWeight"]) for mark in drawn.layer(1)]
    written = [(label, PLACES[i][1], theme.ink, 400) for i, label in enumerate(LABELS)]
    assert texts == [*written, ("home", 49, theme.accent, 700)]
    for box, mark in zip(drawn.layer(0), drawn.layer(1), strict=False):
        assert mark.x == pytest.approx((box.x + box.x2) / 2, abs=0.01)
    assert drawn.layer(1)[-1].x == pytest.approx(MARGIN + (PLACES[-1][0] + 2) * COLUMN, abs=0.01)
    numbers = [(mark.text, mark.x, mark.y, mark.colour, mark.item["align"]) for mark in drawn.layer(2)]
    assert numbers == [("1", MARGIN - 8, 0, theme.faint, "right"), ("2", MARGIN - 8, 49, theme.faint, "right")]
    assert (drawn.width, drawn.height) == (np.ceil(MARGIN + 13 * COLUMN) + 4, 49 + LINE)


def test_shaded_texts_on_one_scale_and_what_is_not_seen() -> None:
    drawn = scene(charts.shaded_text(OTHER, 2, scale_max=0.5))
    weights = row(OTHER, 2)
    assert [box.opacity for box in drawn.layer(0)] == pytest.approx(
        [0.08 + (LIGHT.shade - 0.08) * round(weight / 0.5 * 255) / 255 for weight in weights], abs=1e-4
    )
    hidden = scene(charts.shaded_text(WINDOW, 1))
    assert [box.told["position"] for box in hidden.layer(0)] == ["3", "4", "5", "6"]
    assert [mark.opacity for mark in hidden.layer(1)] == [0.4] * 3 + [1] * 5


def test_the_table_of_a_shaded_text_is_of_its_layer() -> None:
    table = pictures.shaded_text(RUN, 2, Look(1, "hidden")).table()
    weights = without_special(RUN.last_query[2, 1])
    np.testing.assert_allclose(table["weight"], weights, atol=1e-6)
    assert set(table["layer"]) == {2}
    assert table["key"].tolist() == list(LABELS)
