"""Charts: valid Vega-Lite over one table, positions as keys, one scale, safe with any label, and quick."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pytest

from attn_core import Look, charts
from attn_core.charts.theme import DARK, LIGHT, SENTENCES, Theme
from attn_core.records.evidence import REMOVED, effects
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import largest_weight
from tests.support.evidence import evidence_of
from tests.support.hand_made import (
    BLANK,
    HUNGRY,
    TWO_SENTENCES,
    WINDOW,
    candidates,
    effects_of,
    even,
    run_of,
)

Maker = Callable[[AttentionRun, Theme], alt.LayerChart]
CHARTS: dict[str, Maker] = {
    "next_token_lines": lambda run, theme: charts.next_token_lines(run, [0], theme=theme),
    "all_weights": lambda run, theme: charts.all_weights(run, [0], theme=theme),
    "layer_heatmap": lambda run, theme: charts.layer_heatmap(run, chosen=[0], theme=theme),
    "next_token_bars": lambda run, theme: charts.next_token_bars(run.next_tokens, theme=theme),
    "shaded_text": lambda run, theme: charts.shaded_text(run, 0, theme=theme),
    "sentence_shares": lambda run, theme: charts.sentence_shares(run, theme=theme),
    "sentence_matrix": lambda run, theme: charts.sentence_matrix(run, 0, theme=theme),
}
DECODERS_ONLY: dict[str, Maker] = {
    "evidence": lambda run, theme: charts.evidence(run, evidence_of(run), theme=theme),
    "layer_correlation": lambda run, theme: charts.layer_correlation(
        run, effects(evidence_of(run), REMOVED), theme=theme
    ),
    "heads_off": lambda run, theme: charts.heads_off(effects_of(run, run.last_query[:, :, 0] / 2 + 0.1), theme=theme),
    "logit_lens": lambda run, theme: charts.logit_lens([run.next_tokens] * run.n_layers, theme=theme),
}
CHARTS |= DECODERS_ONLY
HOSTILE = [
    "</script>", "**bold**", "$x$", '"', "'", "\\", "{datum.layer}", "'+alert(1)+'", "سلام", "😀", "x" * 500,
    "\u202eevil",
]  # fmt: skip
RUNS = {
    "decoder": HUNGRY,
    "encoder": BLANK,
    "two sentences": TWO_SENTENCES,
    "window": WINDOW,
    "one token": run_of(["hi"], even(1)),
    "no <bos>": run_of(["hi", "you"], even(2)),
    "bidirectional": run_of(["a", "b", "c"], even(3, causal=False), kind="encoder"),
    "hostile": run_of(HOSTILE, even(len(HOSTILE)), predicts=HOSTILE),
    "long": run_of(["w", "."] * 40, even(80)),
}


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    (data,) = spec["datasets"].values()
    return list(data)


def strings(spec: Any) -> Iterator[str]:
    if isinstance(spec, dict):
        for value in spec.values():
            yield from strings(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from strings(value)
    elif isinstance(spec, str):
        yield spec


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("kind", RUNS)
def test_every_chart_of_every_run_is_valid(name: str, kind: str) -> None:
    if name in DECODERS_ONLY and RUNS[kind].kind != "decoder":
        return
    chart = CHARTS[name](RUNS[kind], LIGHT)
    assert isinstance(chart, alt.LayerChart)
    spec = chart.to_dict(validate=kind == "decoder")  # what Vega-Lite allows hardly depends on the run; it is slow
    assert len(spec["datasets"]) == 1
    assert not {"hconcat", "vconcat", "facet", "repeat"} & spec.keys()  # so that width="stretch" works
    json.dumps(spec)


@pytest.mark.parametrize("name", CHARTS)
def test_tokens_are_data_and_never_code(name: str) -> None:
    spec = CHARTS[name](RUNS["hostile"], LIGHT).to_dict()
    del spec["datasets"]
    for written in strings(spec):
        assert not any(label in written for label in HOSTILE if len(label) > 1), written


@pytest.mark.parametrize("name", CHARTS)
def test_dark_differs_in_colours_only(name: str) -> None:
    colour = re.compile("#[0-9A-Fa-f]{6}")
    light, dark = (json.dumps(CHARTS[name](HUNGRY, theme).to_dict()) for theme in (LIGHT, DARK))
    assert light != dark
    light, dark = (re.sub(r'"range": \[0.0[48], [0-9.]+\]', "", colour.sub("", each)) for each in (light, dark))
    assert light == dark


@pytest.mark.parametrize("name", CHARTS)
def test_runs_are_not_changed(name: str) -> None:
    before = HUNGRY.last_query.copy(), HUNGRY.pattern(0).copy()
    CHARTS[name](HUNGRY, LIGHT).to_dict()
    np.testing.assert_array_equal(before[0], HUNGRY.last_query)
    np.testing.assert_array_equal(before[1], HUNGRY.pattern(0))


@pytest.mark.parametrize("name", CHARTS)
def test_a_new_prompt_of_the_same_length_is_new_data_only(name: str) -> None:
    """So that the browser updates the picture and does not build it again."""
    other = run_of(["<bos>", "thirsty", "she"], even(3, layers=2, heads=2), predicts=("tea", "milk"))
    specs = [CHARTS[name](run, LIGHT).to_dict() for run in (HUNGRY, other)]
    for spec in specs:
        del spec["data"], spec["datasets"]
    assert specs[0] == specs[1]


def test_repeated_tokens_stay_apart() -> None:
    run = run_of(["the", "cat", "the"], even(3))
    fans = rows(charts.next_token_lines(run, [0]).to_dict())
    assert [row["position"] for row in fans] == [0, 1, 2]
    for name in ("next_token_lines", "all_weights", "layer_heatmap"):
        for layer in CHARTS[name](run, LIGHT).to_dict()["layer"]:
            for channel in ("x", "y", "x2", "y2"):
                assert layer["encoding"].get(channel, {}).get("field") != "token"


def test_positions_run_downwards() -> None:
    spec = charts.next_token_lines(HUNGRY, [0]).to_dict()
    y = spec["layer"][0]["encoding"]["y"]
    assert y["field"] == "position"
    assert y["scale"]["reverse"] is True
    assert y["scale"]["domain"] == [-0.5, 2.5]


def test_two_prompts_on_one_scale() -> None:
    scale = max(largest_weight(run, [0], Look()) for run in (HUNGRY, TWO_SENTENCES))
    widths = [
        {row["share"]: row["width"] for row in rows(charts.next_token_lines(run, [0], scale_max=scale).to_dict())}
        for run in (HUNGRY, TWO_SENTENCES)
    ]
    assert widths[0][40] == widths[1][40]


def test_hidden_sink_is_rescaled_and_has_no_line() -> None:
    fans = rows(charts.next_token_lines(HUNGRY, [0], Look(special="hidden")).to_dict())
    assert fans[0]["width"] == 0
    assert sum(row["share"] for row in fans) == pytest.approx(100, abs=0.2)


def test_hovering_needs_no_server() -> None:
    fans = charts.next_token_lines(HUNGRY, [0, 1]).to_dict()
    params = fans["params"]
    assert [param["name"] for param in params] == ["token"]
    assert params[0]["select"]["fields"] == ["position"]
    every = charts.all_weights(HUNGRY, [0, 1]).to_dict()
    assert [(param["name"], param["select"]["fields"]) for param in every["params"]] == [("looking", ["query_pos"])]


def test_a_click_on_the_heat_map_toggles_its_layer() -> None:
    spec = charts.layer_heatmap(HUNGRY, chosen=[1]).to_dict()
    (param,) = spec["params"]
    assert (param["name"], param["views"]) == ("layer", [spec["layer"][0]["name"]])
    assert param["select"] == {"type": "point", "fields": ["layer"], "toggle": "true"}
    assert {row["layer"] for row in rows(spec) if row["chosen"]} == {1}
    assert spec["layer"][0]["encoding"]["x"]["field"] == "layer"


def test_masked_cells_are_empty() -> None:
    cells = rows(charts.sentence_matrix(TWO_SENTENCES, 0).to_dict())
    assert [(row["looking"], row["looked_at"], row["percent"]) for row in cells] == [
        (1, 1, "65 %"), (2, 1, "50 %"), (2, 2, "40 %"),
    ]  # fmt: skip


def test_bars_show_ten() -> None:
    bars = rows(charts.next_token_bars(candidates(*"abcdefghijklm")).to_dict())
    assert [row["token"] for row in bars] == list("abcdefghij")
    assert bars[0]["percent"] == "50 %"
    assert rows(charts.next_token_bars([]).to_dict()) == []


def test_shaded_texts_on_one_scale_and_of_fixed_width() -> None:
    spec = charts.shaded_text(TWO_SENTENCES, 0, columns=20, scale_max=1.0).to_dict()
    words = [row for row in rows(spec) if not row["kind"]]
    assert [row["shade"] for row in words] == [26, 51, 76, 102]
    assert spec["width"] == charts.shaded_text(HUNGRY, 0, columns=20).to_dict()["width"]
    assert [row["token"] for row in rows(spec) if row["kind"]] == ["c"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_ink_can_be_read_on_the_darkest_shade(theme: Theme) -> None:
    for colour in (theme.attention, theme.sink):
        shade = theme.shade * _rgb(colour) + (1 - theme.shade) * _rgb(theme.background)
        assert _contrast(_rgb(theme.ink), shade) >= 4.5
    for colour in (theme.ink, theme.faint, theme.accent):
        assert _contrast(_rgb(colour), _rgb(theme.background)) >= 4.5
    assert _contrast(_rgb(theme.attention), _rgb(theme.background)) >= 3


def test_sentences_have_sixteen_colours() -> None:
    assert len(set(SENTENCES)) == 16


def test_a_notebook_draws_more_than_5000_rows() -> None:
    run = run_of(["w"] * 300, even(300, layers=20))
    assert len(rows(charts.layer_heatmap(run).to_dict())) == 6000


def _rgb(colour: str) -> Any:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def _contrast(one: Any, other: Any) -> float:
    """Contrast of two colours by WCAG 2.2, 1 to 21."""
    light = [
        float(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722])
        for c in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("name", ["sentence_shares", "all_weights"])
def test_a_chart_is_saved_as_svg_on_the_background_of_its_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "vl_convert", raising=False)
    document = ElementTree.fromstring(charts.svg(CHARTS[name](RUNS["hostile"], DARK), DARK))
    assert document.tag.endswith("svg")
    assert any(element.get("fill", "").upper() == DARK.background for element in document.iter())
    assert "vl_convert" not in sys.modules  # its engine stays out of the server's memory


def test_an_svg_has_the_labels_of_its_chart() -> None:
    written = "".join(ElementTree.fromstring(charts.svg(charts.next_token_lines(HUNGRY, [0]), LIGHT)).itertext())
    assert all(label in written for label in HUNGRY.tokens)
