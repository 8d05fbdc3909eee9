"""What was measured, as it is drawn: bars and squares against the effects themselves, and what they tell."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from attn_core import pictures
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.records.attention import Float32
from tests.core.charts.example import (
    EVIDENCE,
    GRADIENT,
    LABELS,
    RUN,
    TAKEN_AWAY,
    TOKENS,
    WITHOUT_HEADS,
    WORDS,
    row,
    without_special,
)
from tests.core.charts.scene import scene, tooltips

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
CELL = 24  # pixels a token in a map


@THEMES
def test_a_square_a_head(theme: Theme) -> None:
    picture = pictures.heads_off(WITHOUT_HEADS, theme=theme)
    drawn = scene(picture.drawn)
    change = WITHOUT_HEADS.probability - WITHOUT_HEADS.token.probability
    most = np.abs(change).max()
    for i, (layer, head) in enumerate((layer, head) for layer in range(3) for head in range(2)):
        square = drawn.layer(0)[i]
        assert (square.x, square.x2) == pytest.approx((700 / 3 * layer, 700 / 3 * (layer + 1)), abs=0.01)
        assert (square.y, square.y2) == (30 * head, 30 * (head + 1))
        part = round(float(change[layer, head] / most), 3)
        full = _rgb(theme.negative if part > 0 else theme.accent)
        expected = _rgb(theme.background) * (1 - abs(part)) + full * abs(part)
        np.testing.assert_allclose(_rgb(square.colour), expected, atol=1)
        after, kl, logit = (
            values[layer, head]
            for values in (WITHOUT_HEADS.probability, WITHOUT_HEADS.kl_bits, WITHOUT_HEADS.logit_change)
        )
        told = f"home: 20 % → {_percent(after)}, KL {kl:.2f} bits, logit {logit:+.2f}"
        assert square.told["without it"] == told.replace("-", "−")
        assert (square.told["layer"], square.told["head"]) == (str(layer), str(head))
    names = [told["head"] for told in tooltips(picture.drawn, 0)]
    assert names == ["L0H0", "L0H1", "L1H0", "L1H1", "L2H0", "L2H1"]
    legend = [(mark.text, mark.x) for mark in drawn.texts("legend-label")]
    assert legend == [("less likely without", 0), ("the same", 120), ("likelier without", 240)]
    assert [mark.text for mark in drawn.texts("axis-title")] == ["layer", "head"]
    table = picture.table()
    assert [tuple(pair) for pair in table[["layer", "head"]].to_numpy()] == [(i // 2, i % 2) for i in range(6)]
    np.testing.assert_allclose(table["probability"], WITHOUT_HEADS.probability.ravel())
    np.testing.assert_allclose(table["logit change"], WITHOUT_HEADS.logit_change.ravel())
    np.testing.assert_allclose(table["KL in bits"], WITHOUT_HEADS.kl_bits.ravel())


@THEMES
def test_a_bar_a_layer(theme: Theme) -> None:
    picture = pictures.layer_correlation(RUN, TAKEN_AWAY, theme=theme)
    drawn = scene(picture.drawn)
    lost = (1 - TAKEN_AWAY.probability / TAKEN_AWAY.token.probability)[1:-1]  # without <bos> and the looking position
    found = []
    for layer, bar in enumerate(drawn.layer(0)):
        value = pd.Series(row(RUN, layer)[1:-1]).rank().corr(pd.Series(lost).rank())
        found.append(value)
        assert bar.x == pytest.approx(700 / 3 * (layer + 0.05), abs=0.01)
        assert bar.x2 == pytest.approx(700 / 3 * (layer + 0.95), abs=0.01)
        assert sorted((bar.y, bar.y2)) == pytest.approx(sorted((75, 75 - 75 * value)), abs=0.1)
        assert bar.colour == (theme.negative if value < 0 else theme.attention)
        assert bar.told["layer"] == str(layer)
        assert float(bar.told["rank correlation"].replace("−", "-")) == pytest.approx(value, abs=1e-3)
    assert min(found) < 0 < max(found)
    labels = [(mark.text, mark.y) for mark in drawn.texts("axis-label")]
    assert labels[-3:] == [("−1.0", 150.5), ("0.0", 75.5), ("1.0", 0.5)]
    table = picture.table()
    assert table["rank correlation"].tolist() == pytest.approx(found, abs=1e-6)


@THEMES
def test_a_column_a_method(theme: Theme) -> None:
    picture = pictures.evidence(RUN, EVIDENCE, ((1,), (0,)), theme=theme)
    drawn = scene(picture.drawn)
    assert drawn.kinds == ["rect", "rect", "text", "text", "text"]
    attention = without_special(RUN.last_query[1, 0])
    words = np.where(WORDS, GRADIENT, 0)
    gradient = words / np.abs(words).sum()
    lost = np.where(WORDS, np.nan_to_num(1 - TAKEN_AWAY.probability / 0.2), 0)
    values = [attention, gradient, lost]
    bars = iter(drawn.layer(1))
    for i, frame in enumerate(drawn.layer(0)):
        column, position = divmod(i, TOKENS)
        value, left = values[column][position], 700 / 3 * (column + 0.02)
        high = (CELL * (position + 0.08), CELL * (position + 0.92))
        assert (frame.x, frame.x2) == pytest.approx((left, left + 700 / 3 * 0.9), abs=0.01)
        assert (frame.y, frame.y2) == pytest.approx(high)
        assert frame.opacity == (0 if position == 0 else 0.05)
        said = _said(column, position, float(value))
        method = ("mean attention", "gradient", "removed")[column]
        assert frame.item["description"] == f"{LABELS[position]}, {method}: {said}"
        if round(float(value), 4):
            bar = next(bars)
            assert bar.item["description"] == frame.item["description"]
            assert (bar.x, bar.x2) == pytest.approx((left, left + 700 / 3 * 0.9 * abs(value)), abs=0.05)
            assert (bar.y, bar.y2) == pytest.approx(high)
            usual = theme.accent if column == 2 else theme.attention
            assert bar.colour == (theme.negative if value < 0 else usual)
    assert next(bars, None) is None
    labels = [(mark.text, mark.x, mark.y, mark.colour) for mark in drawn.layer(2)]
    inks = [theme.sink, *[theme.ink] * (TOKENS - 1)]
    assert labels == [(label, 0, CELL * (i + 0.5), inks[i]) for i, label in enumerate(LABELS)]
    titles = [mark for number in (3, 4) for mark in drawn.layer(number)]
    assert [(mark.text, mark.colour) for mark in titles] == [
        ("attention", theme.faint),
        ("grad", theme.faint),
        ("removed", theme.accent),
    ]
    assert [mark.x for mark in titles] == pytest.approx([700 / 3 * at for at in (0.02, 1.02, 2.02)], abs=0.01)
    assert {mark.y for number in (3, 4) for mark in drawn.layer(number)} == {0}


def test_the_table_of_evidence_is_of_the_chosen_layers_and_heads() -> None:
    table = pictures.evidence(RUN, EVIDENCE, ((0, 2), (1,))).table()
    assert table["token"].tolist() == list(LABELS)
    np.testing.assert_allclose(table["mean attention"], RUN.last_query[[0, 2], 1].mean(axis=0))
    np.testing.assert_allclose(table["gradient"], GRADIENT)
    np.testing.assert_allclose(table["removed: probability"], TAKEN_AWAY.probability)
    np.testing.assert_allclose(table["removed: logit change"], TAKEN_AWAY.logit_change)
    np.testing.assert_allclose(table["removed: KL in bits"], TAKEN_AWAY.kl_bits)


def _percent(probability: float) -> str:
    return f"{probability * 100:.{int(probability < 0.0995)}f} %"


def _said(column: int, position: int, value: float) -> str:
    if position == 0:
        return "left out"
    if column < 2:
        sign = "−" if value < 0 else ""
        return f"{sign}{abs(value) * 100:.0f} % of what the words get"
    if position == TOKENS - 1:
        return "the prediction’s own place can’t be removed"
    after, kl, logit = (
        float(values[position]) for values in (TAKEN_AWAY.probability, TAKEN_AWAY.kl_bits, TAKEN_AWAY.logit_change)
    )
    text = f"home: 20 % → {_percent(after)}, KL {kl:.2f} bits, logit {logit:+.2f}"
    return text.replace("-", "−")


def _rgb(colour: str) -> Float32:
    if colour.startswith("#"):
        return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32)
    return np.array([float(part) for part in re.findall(r"\d+", colour)], dtype=np.float32)
