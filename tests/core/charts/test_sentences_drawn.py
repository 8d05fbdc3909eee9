"""Shares of sentences, and sentence by sentence, as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import charts, pictures
from attn_core.charts.theme import DARK, LIGHT, SENTENCES, Theme
from attn_core.records.attention import Float32
from attn_core.records.look import Head
from tests.core.charts.example import (
    LAYERS,
    PREDICTING,
    RUN,
    run_with,
)
from tests.core.charts.scene import scene, tooltips

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
SAID = ("The cat sat.", "It ran")


@THEMES
@pytest.mark.parametrize("head", ["mean", "max", 1])
def test_bars_of_shares(head: Head, theme: Theme) -> None:
    picture = pictures.sentence_shares(RUN, head, theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "text"]
    names, shares = ["<bos>", "Sentence 1", "Sentence 2"], _shares(head)
    colours = [theme.sink, *SENTENCES[:2]]
    title = "largest weight, %" if head == "max" else "share of attention, %"
    tips = tooltips(picture.drawn, 0)
    for i, bar in enumerate(drawn.layer(0)):
        layer, part = divmod(i, 3)
        start, end = shares[layer, :part].sum() * 700, shares[layer, : part + 1].sum() * 700
        assert (bar.x, bar.x2) == pytest.approx((start, end), abs=0.1)
        assert (bar.y + bar.y2) / 2 == pytest.approx(20 * (layer + 0.5), abs=2)
        assert (bar.colour, bar.stroke) == (colours[part], theme.background)
        about = ("", "The cat sat.", "It ran")[part]
        told = {"layer": layer, "looked at": names[part], "text": about, title: round(shares[layer, part] * 100, 1)}
        assert {**tips[i], title: round(tips[i][title], 1)} == told
        number = drawn.layer(1)[i]
        said = f"layer {layer}, {names[part]}: {tips[i][title]:.1f} %"
        assert bar.item["description"] == number.item["description"] == said
        assert number.text == ("", "1", "2")[part]
        assert number.x == pytest.approx((start + end) / 2, abs=0.1)
        assert number.y == pytest.approx((bar.y + bar.y2) / 2, abs=0.01)
        assert number.colour == ("#FFFFFF" if part == 1 else LIGHT.ink)
    tops = [drawn.layer(0)[3 * layer].y for layer in range(LAYERS)]
    assert tops == sorted(tops)
    table = picture.table()
    assert table["looked at"].tolist() == names * LAYERS
    np.testing.assert_allclose(table["share"], shares.ravel(), atol=1e-6)
    assert table["layer"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


@THEMES
def test_axes_and_legend_of_shares(theme: Theme) -> None:
    drawn = scene(charts.sentence_shares(RUN, theme=theme))
    symbols = [mark.colour for mark in drawn.all if mark.role == "legend-symbol"]
    labels = [mark.text for mark in drawn.texts("legend-label")]
    assert list(zip(labels, symbols, strict=True)) == list(
        zip(["<bos>", "Sentence 1", "Sentence 2"], [theme.sink, *SENTENCES[:2]], strict=True)
    )
    assert {mark.colour for mark in drawn.texts("legend-label")} == {theme.ink}
    ticks = {mark.text: mark.x for mark in drawn.texts("axis-label")}
    assert (ticks["25"], ticks["75"]) == (175.5, 525.5)
    layers = [mark.text for mark in drawn.texts("axis-label") if mark.x < 0]
    assert layers == ["0", "1", "2"]
    assert [mark.text for mark in drawn.texts("axis-title")] == ["share of attention, %", "layer"]
    largest = scene(charts.sentence_shares(RUN, "max")).texts("axis-title")
    assert largest[0].text == "largest weights, scaled to 100 %"


def test_small_shares_have_no_number_and_many_sentences_one_end() -> None:
    n = 20
    weights = np.tril(np.ones((n, n)))
    weights[-1, :3] = 0.2
    run = run_with(
        (weights / weights.sum(axis=1, keepdims=True))[None, None].astype(np.float32),
        labels=[f"w{i}" for i in range(n)],
        sentences=list(range(n)),
        predicting=n - 1,
    )
    drawn = scene(charts.sentence_shares(run))
    share = 100 / 17.6
    bars = drawn.layer(0)
    assert len(bars) == 16
    assert (bars[-1].x2 - bars[-1].x) / 7 == pytest.approx(5 * share, abs=0.1)
    assert [mark.text for mark in drawn.texts("legend-label")][-1] == "Sentences 16 to 20"
    assert [mark.text for mark in drawn.layer(1)] == [*(str(i) for i in range(4, 16)), "…"]
    assert [bar.colour for bar in bars] == list(SENTENCES)


@THEMES
@pytest.mark.parametrize("head", ["mean", "max", 1])
def test_cells_from_sentence_to_sentence(head: Head, theme: Theme) -> None:
    picture = pictures.sentence_matrix(RUN, 1, head, theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "text"]
    mass = _mass(head)
    pairs = [(0, 0), (1, 0), (1, 1)]  # looking, looked at; the first sentence can't look at the second
    top, step = max(mass[pair] for pair in pairs), 700 / 1.94
    for (looking, looked_at), cell, text in zip(pairs, drawn.layer(0), drawn.layer(1), strict=True):
        value = mass[looking, looked_at]
        assert (cell.x, cell.x2) == pytest.approx((looked_at * step, (looked_at + 0.94) * step), abs=0.1)
        assert (cell.y, cell.y2) == pytest.approx((looking * 100 / 1.94, (looking + 0.94) * 100 / 1.94), abs=0.1)
        assert cell.opacity == pytest.approx(0.08 + (theme.shade - 0.08) * round(value / top * 255) / 255, abs=1e-3)
        assert (cell.colour, text.colour) == (theme.attention, theme.ink)
        assert text.text == f"{value * 100:.0f} %"
        assert text.x == pytest.approx((cell.x + cell.x2) / 2, abs=0.01)
        assert text.y == pytest.approx((cell.y + cell.y2) / 2, abs=0.01)
        title = "largest weights" if head == "max" else "share of attention"
        about = {"text looking": SAID[looking], "text looked at": SAID[looked_at]}
        told = {
            "sentence looking": str(looking + 1),
            "sentence looked at": str(looked_at + 1),
            title: text.text,
            **about,
        }
        assert cell.told | told == cell.told
    titles = {mark.text: (mark.x, mark.y) for mark in drawn.texts("axis-title")}
    assert titles["looked at"][1] < 0
    assert titles["looking"][0] < 0
    table = picture.table()
    np.testing.assert_allclose(table["share"], [mass[pair] for pair in pairs], atol=1e-6)
    assert table["looking sentence"].tolist() == [1, 2, 2]
    assert table["looked-at sentence"].tolist() == [1, 1, 2]
    assert table["looking text"].tolist() == ["The cat sat.", "It ran", "It ran"]
    assert table["looked-at text"].tolist() == ["The cat sat.", "The cat sat.", "It ran"]
    assert set(table["layer"]) == {1}


def test_narrow_cells_have_short_percents() -> None:
    drawn = scene(charts.sentence_matrix(RUN, 1), width=80)
    assert [mark.text for mark in drawn.layer(1)] == [
        f"{_mass('mean')[pair] * 100:.0f}" for pair in ((0, 0), (1, 0), (1, 1))
    ]


def _of(weights: Float32, head: Head) -> Float32:
    return np.asarray(
        weights.max(axis=0) if head == "max" else weights.mean(axis=0) if head == "mean" else weights[head]
    )


def _shares(head: Head) -> Float32:
    """What <bos> and the two sentences get in each layer, [layer, part]."""
    found = []
    for layer in range(LAYERS):
        weights = _of(RUN.last_query[layer], head)
        parts = np.array([weights[0], weights[1:5].sum(), weights[5:].sum()])
        found.append(parts / parts.sum())
    return np.array(found, dtype=np.float32)


def _mass(head: Head) -> Float32:
    """What the tokens of a sentence put on each sentence in layer 1, [looking, looked at]."""
    spans = [slice(1, 5), slice(5, PREDICTING + 1)]
    pattern = RUN.pattern(1)
    each = np.array([[pattern[:, a, b].sum(axis=2).mean(axis=1) for b in spans] for a in spans])  # [a, b, head]
    return np.asarray(_of(each.transpose(2, 0, 1), head))
