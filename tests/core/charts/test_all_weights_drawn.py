"""Lines of every position as they are drawn, and both charts of lines on one scale."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, charts, pictures
from attn_core.charts.theme import DARK, LIGHT, Theme
from tests.core.charts.example import (
    LABELS,
    OTHER,
    PREDICTING,
    RUN,
    TOKENS,
    WORDS,
    row,
    without_special,
)
from tests.core.charts.places import CHOSEN, ROW, SPAN, ends, width, x, y
from tests.core.charts.scene import scene


@pytest.mark.parametrize("every", [False, True], ids=["next_token_lines", "all_weights"])
def test_two_prompts_on_the_first_ones_scale(every: bool) -> None:
    draw = charts.all_weights if every else charts.next_token_lines
    drawn = scene(draw(OTHER, CHOSEN, scale_max=0.4, thickness=(1, 9)))
    expected = [width(weight, 0.4, (1, 9)) for layer in CHOSEN for weight in row(OTHER, layer)]
    assert [line.width for line in drawn.layer(1)] == pytest.approx(expected, abs=0.01)
    assert max(expected) < 8  # on its own scale the heaviest would have all 9 pixels


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_has_its_line(theme: Theme) -> None:
    drawn = scene(charts.all_weights(RUN, CHOSEN, theme=theme))
    # light lines, strong lines, veil, hovered lines (none yet), dots, tokens, dots, tokens, captions, numbers
    assert drawn.kinds == ["rule", "rule", "rect", "", "symbol", "text", "symbol", "text", "text", "text", "text"]
    top = max(float(RUN.pattern(layer).mean(axis=0)[:, WORDS].max()) for layer in CHOSEN)
    light: list[tuple[tuple[float, ...], str]] = []
    strong: list[tuple[tuple[float, ...], str]] = []
    place: tuple[float, ...]
    for fan, layer in enumerate(CHOSEN):
        for query, weights in enumerate(RUN.pattern(layer).mean(axis=0)):
            for key, weight in enumerate(weights[: query + 1]):
                if weight >= 0.01:
                    place = (x(fan), y(key), x(fan + SPAN), y(query), width(weight, top))
                    colour = theme.attention if key else theme.sink
                    (strong if query == PREDICTING else light).append((place, colour))
    for number, expected, opacity in ((0, light, 0.3), (1, strong, 0.9)):
        for line, (place, colour) in zip(drawn.layer(number), expected, strict=True):
            assert (*ends(line), line.width) == pytest.approx(place, abs=0.01)
            assert (line.colour, line.opacity) == (colour, opacity)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_tokens_at_both_sides_of_all_weights(theme: Theme) -> None:
    drawn = scene(charts.all_weights(RUN, CHOSEN, theme=theme))
    (veil,) = drawn.layer(2)
    assert (veil.x, veil.y, veil.x2, veil.y2) == (-8, -8, 708, 8 + ROW * TOKENS)
    assert (veil.opacity, veil.colour) == (0, theme.background)
    rows = list(range(TOKENS))
    left = [(mark.x, mark.y, mark.colour) for mark in drawn.layer(4)]
    assert left == [(x(fan), y(i), theme.faint) for fan in (0, 1) for i in rows]
    assert [(mark.text, mark.x, mark.y) for mark in drawn.layer(5)] == [(LABELS[i], 0, y(i)) for i in rows]
    strong = [theme.faint] * PREDICTING + [theme.accent]
    right = [(mark.x, mark.y, mark.colour) for mark in drawn.layer(6)]
    assert right == [(x(fan + SPAN), y(i), strong[i]) for fan in (0, 1) for i in rows]
    ink = [theme.ink] * PREDICTING + [theme.accent]
    assert [(mark.text, mark.x, mark.y, mark.colour) for mark in drawn.layer(7)] == [
        (LABELS[i], 700, y(i), ink[i]) for i in rows
    ]
    captions = [(mark.text, mark.x, mark.item["align"]) for number in (8, 9) for mark in drawn.layer(number)]
    assert captions == [("looked at", 0, "right"), ("looking", 700, "left")]
    assert [(mark.text, mark.x) for mark in drawn.layer(10)] == [("Layer 2", 0), ("Layer 0", x(1))]


def test_tooltips_of_all_weights_tell_the_three_heaviest() -> None:
    drawn = scene(charts.all_weights(RUN, CHOSEN))
    told = [(mark.told["layer"], mark.told["position"], mark.told["looks most at"]) for mark in drawn.layer(6)]
    expected = []
    for layer in CHOSEN:
        for query in range(TOKENS):
            weights = row(RUN, layer, query)
            best = sorted(range(query + 1), key=lambda key: -weights[key])[:3]
            expected.append(
                (str(layer), str(query), ", ".join(f"{LABELS[key]} {weights[key] * 100:.0f} %" for key in best))
            )
    assert told == expected
    assert [mark.told["looking"] for mark in drawn.layer(6)] == list(LABELS) * 2


def test_all_weights_of_one_head_without_special_tokens() -> None:
    drawn = scene(charts.all_weights(RUN, [1], Look(head=1, special="hidden", query_pos=2)))
    pattern = RUN.pattern(1)[1]
    rest = [without_special(pattern[query]) if query else np.zeros(TOKENS) for query in range(TOKENS)]
    top = max(weights.max() for weights in rest)
    strong = [(mark.y, mark.y2, mark.width) for mark in drawn.layer(1)]
    assert strong == [pytest.approx((y(key), y(2), width(rest[2][key], top)), abs=0.01) for key in (1, 2)]
    assert {mark.told["key_pos"] for mark in drawn.layer(0)} == set("123456")
    assert [mark.colour for mark in drawn.layer(7)][2] == LIGHT.accent


@pytest.mark.parametrize("look", [Look(), Look(1), Look("max"), Look(special="hidden")], ids=str)
def test_the_table_of_all_weights_has_what_is_drawn(look: Look) -> None:
    picture = pictures.all_weights(RUN, CHOSEN, look)
    table = picture.table()
    table = table[table.weight >= 0.01]
    scale = max(table.weight[table.key_pos > 0])
    drawn = scene(picture.drawn)
    lines = sorted((round(line.x, 1), line.y2, line.y, line.width) for number in (0, 1) for line in drawn.layer(number))
    places = [
        (x(CHOSEN.index(layer)), y(query), y(key))
        for layer, query, key in zip(table.layer, table.query_pos, table.key_pos, strict=True)
    ]
    expected = sorted(
        (round(place[0], 1), place[1], place[2], width(weight, scale))
        for place, weight in zip(places, table.weight, strict=True)
    )
    np.testing.assert_allclose(lines, expected, atol=0.01)
