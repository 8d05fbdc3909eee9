"""The main picture as it is drawn: ends, widths, colours and labels against the run's own numbers."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core import Look, charts, pictures
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.records.run import AttentionRun
from tests.core.charts.example import (
    LABELS,
    PREDICTING,
    RUN,
    TOKENS,
    WINDOW,
    WORDS,
    row,
    run_with,
    without_special,
)
from tests.core.charts.places import CHOSEN, ROW, SPAN, ends, width, x, y
from tests.core.charts.scene import scene


def heaviest(run: AttentionRun, layers: list[int], query: int = PREDICTING) -> float:
    return max(float(row(run, layer, query)[WORDS].max()) for layer in layers)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_fan_runs_from_each_token_to_the_one_that_looks(theme: Theme) -> None:
    drawn = scene(charts.next_token_lines(RUN, CHOSEN, theme=theme))
    assert drawn.kinds == ["symbol", "rule", "text", "text", "text", "text"]
    assert (drawn.width, drawn.height) == (700, ROW * TOKENS)
    top, expected = heaviest(RUN, CHOSEN), []
    for fan, layer in enumerate(CHOSEN):
        for position, weight in enumerate(row(RUN, layer)):
            colour = theme.attention if position else theme.sink
            place = (x(fan), y(position), x(fan + SPAN), y(PREDICTING))
            expected.append((*place, width(weight, top), colour, 0.9))
    found = [(*ends(line), line.width, line.colour, line.opacity) for line in drawn.layer(1)]
    for got, wanted in zip(found, expected, strict=True):
        assert got[:5] == pytest.approx(wanted[:5], abs=0.01)
        assert got[5:] == wanted[5:]
    assert {line.item["strokeCap"] for line in drawn.layer(1)} == {"round"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_stands_beside_and_above_fans(theme: Theme) -> None:
    drawn = scene(charts.next_token_lines(RUN, CHOSEN, theme=theme))
    labels = [(mark.text, mark.x, mark.y, mark.colour, mark.item["align"]) for mark in drawn.layer(2)]
    assert labels == [(label, 0, y(i), theme.ink, "right") for i, label in enumerate(LABELS)]
    numbers = [(mark.text, mark.x, mark.colour) for mark in drawn.layer(3)]
    assert numbers == [("Layer 2", 0, theme.ink), ("Layer 0", x(1), theme.ink)]
    notes = [(mark.text, mark.x, mark.colour) for mark in drawn.layer(4)]
    taken = [f"<bos> takes {row(RUN, layer)[0] * 100:.0f} %" for layer in CHOSEN]
    assert notes == [(taken[0], 0, theme.faint), (taken[1], x(1), theme.faint)]
    assert all(number.item["dy"] < note.item["dy"] < 0 for number in drawn.layer(3) for note in drawn.layer(4))
    predicted = [(mark.text, mark.x, mark.y, mark.colour) for mark in drawn.layer(5)]
    assert predicted == [("home", x(fan + SPAN), y(PREDICTING), theme.accent) for fan in (0, 1)]
    dots = [(mark.x, mark.y, mark.colour) for mark in drawn.layer(0)]
    grey = [theme.sink, *[theme.faint] * (TOKENS - 1)]
    assert dots == [(x(fan), y(i), colour) for fan in (0, 1) for i, colour in enumerate(grey)]


def test_tooltips_of_a_fan_tell_the_weight_of_its_layer() -> None:
    drawn = scene(charts.next_token_lines(RUN, CHOSEN))
    expected = [
        {"token": label, "position": str(i), "layer": str(layer), "share of attention, %": f"{share:.1f}"}
        for layer in CHOSEN
        for i, (label, share) in enumerate(zip(LABELS, row(RUN, layer) * 100, strict=True))
    ]
    for number in (0, 1):
        assert [told | here.told for told, here in zip(expected, drawn.layer(number), strict=True)] == [
            here.told for here in drawn.layer(number)
        ]
    assert [mark.told["share of attention, %"] for mark in drawn.layer(2)] == [
        told["share of attention, %"] for told in expected[:TOKENS]
    ]
    strongest = scene(charts.next_token_lines(RUN, [1], Look("max"))).layer(1)
    weights = RUN.last_query[1].max(axis=0)
    assert [mark.told["largest weight, %"] for mark in strongest] == [f"{weight * 100:.1f}" for weight in weights]


def test_one_head_and_another_position() -> None:
    drawn = scene(charts.next_token_lines(RUN, [1], Look(head=1, query_pos=3, predicted="sits")))
    weights = RUN.pattern(1)[1, 3]
    assert [line.width for line in drawn.layer(1)] == pytest.approx(
        [width(weight, weights[1:].max()) for weight in weights[:4]], abs=0.01
    )
    assert {(line.y2, line.x2) for line in drawn.layer(1)} == {(y(3), 700)}
    assert [dot.told["position"] for dot in drawn.layer(0)] == list("0123")  # the later ones are masked
    assert [mark.opacity for mark in drawn.layer(2)] == [1] * 4 + [0.4] * 3
    assert [(mark.text, mark.y) for mark in drawn.layer(5)] == [("sits", y(3))]
    assert not scene(charts.next_token_lines(RUN, [1], Look(query_pos=3))).layer(5)


def test_hidden_special_tokens_have_no_line_and_no_dot() -> None:
    drawn = scene(charts.next_token_lines(RUN, CHOSEN, Look(special="hidden")))
    rest = [without_special(row(RUN, layer)) for layer in CHOSEN]
    top = max(weights.max() for weights in rest)
    assert [mark.told["position"] for mark in drawn.layer(0)] == list("123456") * 2
    assert [line.told["position"] for line in drawn.layer(1)] == list("123456") * 2
    assert [line.width for line in drawn.layer(1)] == pytest.approx(
        [width(weight, top) for weights in rest for weight in weights[1:]], abs=0.01
    )
    assert [mark.text for mark in drawn.layer(4)] == [
        f"<bos> hidden ({row(RUN, layer)[0] * 100:.0f} %)" for layer in CHOSEN
    ]


def test_a_window_leaves_out_what_it_hides() -> None:
    drawn = scene(charts.next_token_lines(WINDOW, [1, 2]))
    first = [line for line in drawn.layer(1) if line.told["layer"] == "1"]
    assert [line.y for line in first] == pytest.approx([y(3), y(4), y(5), y(6)])
    assert drawn.layer(4)[0].text == "<bos> out of sight"
    assert {mark.opacity for mark in drawn.layer(2)} == {1}  # the other layer sees them


def test_few_lines_of_a_long_text_are_left_out() -> None:
    n = 80
    weights = np.tile(np.tril(np.full((n, n), 0.005)), (2, 1, 1, 1)).astype(np.float32)
    index = np.arange(n)
    weights[:, :, index, index] = (1 - 0.005 * index)[None, None]
    run = run_with(weights, labels=["w"] * n, sentences=[0] * n, predicting=n - 1)
    (line,) = scene(charts.next_token_lines(run, [1])).layer(1)
    assert line.told["position"] == str(n - 1)
    drawn = scene(charts.all_weights(run, [1]))
    assert [mark.y for mark in drawn.layer(0)] == pytest.approx([mark.y2 for mark in drawn.layer(0)])
    assert len(drawn.layer(0)) == n - 1


def test_narrow_fans_say_less() -> None:
    drawn = scene(charts.next_token_lines(RUN, [0, 1, 2]), width=140)  # 52 pixels a fan
    assert [mark.text for mark in drawn.layer(3)] == ["L0", "L1", "L2"]
    assert [mark.text for mark in drawn.layer(4)] == [f"{row(RUN, layer)[0] * 100:.0f} %" for layer in range(3)]
    assert [mark.opacity for mark in drawn.layer(5)] == [0, 0, 1]
    assert drawn.layer(5)[2].item["limit"] == 130
    wide = scene(charts.next_token_lines(RUN, [0, 1, 2])).layer(5)
    assert [mark.opacity for mark in wide] == [1, 1, 1]
    assert [mark.item["limit"] for mark in wide] == pytest.approx([700 / 2.7 * 0.3 - 20] * 2 + [130])


def test_the_veil_and_the_hovered_lines_wait_for_the_pointer() -> None:
    spec = charts.all_weights(RUN, [0]).to_dict(validate=False)
    veil, hovered = spec["layer"][2], spec["layer"][3]
    shown = {"test": "isValid(looking.query_pos)", "value": 0.9}
    assert veil["encoding"]["opacity"] == {"condition": shown, "value": 0}
    assert hovered["transform"] == [{"filter": {"and": ["datum.line", {"param": "looking", "empty": False}]}}]
    assert hovered["encoding"] == spec["layer"][1]["encoding"]
    assert hovered["mark"] == spec["layer"][1]["mark"]
    (param,) = spec["params"]
    assert (param["name"], param["views"]) == ("looking", [spec["layer"][6]["name"]])
    lines = charts.next_token_lines(RUN, [0]).to_dict(validate=False)
    dimmed = {"condition": {"param": "token", "value": 0.9}, "value": 0.12}
    assert lines["layer"][1]["encoding"]["opacity"] == dimmed
    assert lines["layer"][2]["encoding"]["opacity"]["condition"][1] == {"param": "token", "value": 1}


@pytest.mark.parametrize("look", [Look(), Look(1), Look("max"), Look(special="hidden"), Look(query_pos=3)], ids=str)
def test_the_table_has_what_is_drawn(look: Look) -> None:
    picture = pictures.next_token_lines(RUN, CHOSEN, look)
    table = picture.table()
    told = [
        (int(mark.told["layer"]), int(mark.told["position"]), mark.told["token"], float(list(mark.told.values())[-1]))
        for mark in scene(picture.drawn).layer(1)
    ]
    rows = [
        (int(layer), int(key_pos), key, round(float(weight) * 100, 1))
        for layer, key_pos, key, weight in zip(table.layer, table.key_pos, table.key, table.weight, strict=True)
        if weight
    ]
    assert rows == told
    assert set(table.query_pos) == {PREDICTING if look.query_pos is None else look.query_pos}
