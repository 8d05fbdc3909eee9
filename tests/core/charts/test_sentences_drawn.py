"""The charts of several sentences as they are drawn: shaded text, shares of sentences, sentence by sentence."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, charts, pictures
from attn_core.charts.theme import DARK, LIGHT, SENTENCES, Theme
from attn_core.records.attention import Float32
from attn_core.records.look import Head
from tests.core.charts.example import (
    LABELS,
    LAYERS,
    OTHER,
    PREDICTING,
    RUN,
    TOKENS,
    WINDOW,
    WORDS,
    row,
    run_with,
    without_special,
)
from tests.core.charts.scene import scene, tooltips

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
MARGIN, COLUMN, LINE, GAP = 24, 7.2, 21, 7  # pixels
PLACES = [(0, 0), (6, 0), (10, 0), (0, 21), (3, 21), (0, 49), (3, 49), (7, 49)]  # column and pixel of a 13-column text

SAID = ("The cat sat.", "It ran")


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
