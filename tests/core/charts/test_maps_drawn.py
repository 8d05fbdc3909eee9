"""Maps and bars of a run as they are drawn: which cell or bar, where, how strong, and what it tells."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, charts, pictures
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.records.attention import Float32
from tests.core.charts.example import (
    CANDIDATES,
    LABELS,
    LAYERS,
    LENS,
    RUN,
    TOKENS,
    WINDOW,
    WORDS,
    run_with,
    without_special,
)
from tests.core.charts.scene import scene

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
CELL = 24  # pixels a token in a map
GRID = [(layer, position) for layer in range(LAYERS) for position in range(TOKENS)]


def shade(weight: float, top: float, least: float, most: float) -> float:
    return least + (most - least) * round(min(weight / top, 1) * 255) / 255


@THEMES
@pytest.mark.parametrize("look", [Look(), Look(1), Look("max"), Look(special="hidden"), Look(query_pos=4)], ids=str)
def test_cells_of_the_heat_map(look: Look, theme: Theme) -> None:
    picture = pictures.layer_heatmap(RUN, look, chosen=[2, 0], theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "rect", "text"]
    query = TOKENS - 1 if look.query_pos is None else look.query_pos
    weights: Float32 = np.stack([RUN.pattern(layer)[:, query] for layer in range(LAYERS)])
    weights = (
        weights.max(axis=1) if look.head == "max" else weights.mean(axis=1) if look.head == "mean" else weights[:, 1]
    )
    if look.special == "hidden":
        weights = np.stack([without_special(each) for each in weights])
    top = weights[:, WORDS].max()
    title = "largest weight, %" if look.head == "max" else "share of attention, %"
    for cell, (layer, position) in zip(drawn.layer(0), GRID, strict=True):
        told = {"token": LABELS[position], "position": str(position), "layer": str(layer)}
        assert cell.told | told | {title: f"{weights[layer, position] * 100:.1f}"} == cell.told
        assert (cell.y, cell.y2) == pytest.approx((CELL * (position + 0.04), CELL * (position + 0.96)))
        step = 700 / (LAYERS - 0.08)
        assert (cell.x, cell.x2) == pytest.approx((layer * step, (layer + 0.92) * step), abs=0.01)
        assert cell.colour == (theme.attention if position else theme.sink)
        masked = position > query
        assert cell.opacity == pytest.approx(0 if masked else shade(weights[layer, position], top, 0.06, 1), abs=1e-4)
    told_weights = [(cell.told["layer"], cell.told["position"], cell.told[title]) for cell in drawn.layer(0)]
    table = picture.table()
    rows = zip(table.layer, table.key_pos, table.weight, strict=True)
    assert [(str(layer), str(key), f"{weight * 100:.1f}") for layer, key, weight in rows] == [
        told for told in told_weights if int(told[1]) <= query
    ]


@THEMES
def test_outlines_and_labels_of_the_heat_map(theme: Theme) -> None:
    drawn = scene(charts.layer_heatmap(RUN, chosen=[2], theme=theme))
    (outline,) = drawn.layer(1)
    cells = [cell for cell in drawn.layer(0) if cell.told["layer"] == "2"]
    assert (outline.x, outline.x2) == (cells[0].x, cells[0].x2)
    assert (outline.y, outline.y2, outline.stroke, outline.width) == (-2, CELL * TOKENS + 2, theme.accent, 2)
    assert outline.colour in ("", "transparent")
    labels = [(mark.text, mark.x, mark.y, mark.colour, mark.item["align"]) for mark in drawn.layer(2)]
    assert labels == [(label, 0, CELL * (i + 0.5), theme.ink, "right") for i, label in enumerate(LABELS)]
    middles = [next((c.x + c.x2) / 2 for c in drawn.layer(0) if c.told["layer"] == str(i)) for i in range(LAYERS)]
    assert [mark.text for mark in drawn.texts("axis-label")] == ["0", "1", "2"]
    assert [mark.x for mark in drawn.texts("axis-label")] == pytest.approx(middles, abs=1)
    assert [mark.text for mark in drawn.texts("axis-title")] == ["layer"]


def test_cells_that_a_window_hides_are_empty() -> None:
    drawn = scene(charts.layer_heatmap(WINDOW))
    empty = [(cell.told["layer"], cell.told["position"]) for cell in drawn.layer(0) if not cell.opacity]
    assert empty == [("1", "0"), ("1", "1"), ("1", "2")]


def test_a_long_text_has_low_rows_without_gaps() -> None:
    n = 120
    weights = np.tile(np.tril(np.ones((n, n))) / np.arange(1, n + 1)[:, None], (1, 1, 1, 1)).astype(np.float32)
    drawn = scene(charts.layer_heatmap(run_with(weights, labels=["w"] * n, sentences=[0] * n, predicting=n - 1)))
    cells = drawn.layer(0)
    assert drawn.height == 800
    assert [cell.y2 for cell in cells[:-1]] == [cell.y for cell in cells[1:]]
    places = [mark.y for mark in drawn.layer(2)]
    assert np.diff(places).min() >= 19.9
    assert places[-1] == pytest.approx(800 - 800 / n / 2, abs=0.01)  # the one that looks


@THEMES
def test_bars_of_the_ten_likeliest_tokens(theme: Theme) -> None:
    picture = pictures.next_token_bars(CANDIDATES, theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "text", "text"]
    assert (drawn.height, len(drawn.layer(0)), len(picture.table())) == (260, 10, 12)
    for i, candidate in enumerate(CANDIDATES[:10]):
        bar, token, percent = (drawn.layer(number)[i] for number in range(3))
        length = candidate.probability / CANDIDATES[0].probability * 700
        assert (bar.x, bar.x2) == pytest.approx((0, length), abs=0.01)
        middle = 5 + 25 * (i + 0.5)  # Vega-Lite keeps 5 pixels free above and below bars
        assert (bar.y, bar.y2) == pytest.approx((middle - 8, middle + 8))
        said = _percent(candidate.probability)
        told = {"token": candidate.label, "as written": f"“ {candidate.label}”", "probability": said}
        assert bar.told | told == bar.told
        assert (token.text, token.x, token.y, token.item["align"]) == (candidate.label, 0, middle, "right")
        assert (percent.text, percent.y, percent.item["align"]) == (said, middle, "left")
        assert percent.x == bar.x2
        ink = theme.ink if i else theme.accent
        assert (bar.colour, token.colour, percent.colour) == (theme.attention if i else theme.accent, ink, ink)
        assert (token.item["fontWeight"], percent.item["fontWeight"]) == ((400, 400) if i else (600, 600))
    table = picture.table()
    assert table["token"].tolist() == [candidate.label for candidate in CANDIDATES]
    assert table["probability"].tolist() == [candidate.probability for candidate in CANDIDATES]


@THEMES
def test_cells_of_the_logit_lens(theme: Theme) -> None:
    picture = pictures.logit_lens(LENS, theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "text", "text"]
    for i, (layer, rank) in enumerate((layer, rank) for layer in range(3) for rank in range(3)):
        candidate = LENS[layer][rank]
        box, token, percent = (drawn.layer(number)[i] for number in range(3))
        assert (box.x, box.x2) == pytest.approx((700 / 3 * (rank + 0.02), 700 / 3 * (rank + 0.98)), abs=0.01)
        assert box.y == pytest.approx(26 * layer + 1.56, abs=0.1)
        assert box.y2 == pytest.approx(26 * layer + 24.44, abs=0.1)
        assert box.opacity == pytest.approx(0.04 + (theme.shade - 0.04) * candidate.probability, abs=1e-3)
        assert (box.colour, token.colour, percent.colour) == (theme.attention, theme.ink, theme.ink)
        assert (token.text, token.x, token.item["align"]) == (candidate.label, box.x, "left")
        assert percent.text == _percent(candidate.probability)
        assert (percent.x, percent.item["align"]) == (box.x2, "right")
        assert token.y == percent.y == pytest.approx(26 * layer + 13, abs=0.1)
        for mark in (token, percent):
            told = {"layer": str(layer), "token": candidate.label, "probability": percent.text}
            assert mark.told | told == mark.told
    assert [mark.text for mark in drawn.texts("axis-label")] == ["0", "1", "2"]
    table = picture.table()
    assert table["token"].tolist() == [candidate.label for layer in LENS for candidate in layer]
    assert table["rank"].tolist() == [1, 2, 3] * 3
    assert table["layer"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def _percent(probability: float) -> str:
    return f"{probability * 100:.{int(probability < 0.0995)}f} %"
