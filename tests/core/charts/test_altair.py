"""Charts as Altair's own: they can be joined, faceted, laid over each other and saved, and stay valid."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from attn_core import charts
from attn_core.charts.drawing import WIDTH, table_of
from tests.core.charts.example import CANDIDATES, EVIDENCE, LENS, RUN, TAKEN_AWAY, WITHOUT_HEADS, run_with

CHARTS: dict[str, Callable[[], alt.LayerChart]] = {
    "next_token_lines": lambda: charts.next_token_lines(RUN, [2, 0]),
    "all_weights": lambda: charts.all_weights(RUN, [2, 0]),
    "layer_heatmap": lambda: charts.layer_heatmap(RUN, chosen=[1]),
    "shaded_text": lambda: charts.shaded_text(RUN, 1),
    "sentence_shares": lambda: charts.sentence_shares(RUN),
    "sentence_matrix": lambda: charts.sentence_matrix(RUN, 1),
    "next_token_bars": lambda: charts.next_token_bars(CANDIDATES),
    "evidence": lambda: charts.evidence(RUN, EVIDENCE),
    "layer_correlation": lambda: charts.layer_correlation(RUN, TAKEN_AWAY),
    "heads_off": lambda: charts.heads_off(WITHOUT_HEADS),
    "logit_lens": lambda: charts.logit_lens(LENS),
}
SELECTIONS = {
    "next_token_lines": "token",
    "all_weights": "looking",
    "layer_heatmap": "layer",
    "heads_off": "head",
}
EVERY = pytest.mark.parametrize("name", CHARTS)


def drawn(chart: Any) -> str:
    """The chart checked against Vega-Lite's schema and drawn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Altair tells that it joins equal selections
        return vl_convert.vegalite_to_svg(chart.to_dict())


@EVERY
def test_charts_are_altairs_objects(name: str) -> None:
    chart = CHARTS[name]()
    assert isinstance(chart, alt.LayerChart)
    for layer in chart.layer:
        assert isinstance(layer, alt.Chart)
        assert isinstance(layer.mark, alt.MarkDef)
        assert isinstance(layer.encoding, alt.FacetedEncoding)
        assert all(
            isinstance(each, alt.SchemaBase | list)
            for each in layer.encoding._kwds.values()
            if each is not alt.Undefined
        )
    assert not {"padding", "autosize", "usermeta", "background", "config"} & {
        key for key, value in chart._kwds.items() if value is not alt.Undefined
    }
    assert (chart.width == WIDTH) == (name != "shaded_text")
    assert [param["name"] for param in chart.to_dict(validate=False).get("params", [])] == (
        [SELECTIONS[name]] if name in SELECTIONS else []
    )
    assert json.loads(chart.to_json())["height"] == chart.height


@EVERY
@pytest.mark.filterwarnings("ignore:Automatically deduplicated")
def test_charts_stand_beside_and_under_each_other(name: str) -> None:
    chart = CHARTS[name]()
    both = (chart | CHARTS["layer_heatmap"]()) & chart.properties(width=320, title="Again")
    spec = both.to_dict()
    assert "Again" in vl_convert.vegalite_to_svg(spec)
    named = [param["name"] for param in spec.get("params", [])]
    assert sorted(named) == sorted({"layer", SELECTIONS.get(name, "layer")})
    twice = (chart | chart).to_dict()
    if name in SELECTIONS:
        (param,) = twice["params"]
        views = [layer["name"] for half in twice["hconcat"] for layer in half["layer"] if "name" in layer]
        assert param["name"] == SELECTIONS[name]
        assert len(set(views)) == 2
        assert set(views) <= set(param["views"])
        vega = json.dumps(vl_convert.vegalite_to_vega(twice))
        assert vega.count(f'"name": "{SELECTIONS[name]}_tuple"') == 2  # one in each of the two


@pytest.mark.filterwarnings("ignore:Automatically deduplicated")
def test_charts_that_stand_beside_others_know_how_wide_they_are() -> None:
    """Vega's signal `width` is 0 there."""
    lines = charts.next_token_lines(RUN, [2, 0])
    beside = drawn(charts.sentence_matrix(RUN, 1) | lines | charts.next_token_lines(RUN, [1]).properties(width=30))
    assert all(f">{said}<" in beside for said in ("Layer 2", "Layer 0", "home", "68 %", "L1"))
    assert ">Layer 1<" not in beside
    veil = json.dumps(vl_convert.vegalite_to_vega((charts.all_weights(RUN, [0]) | lines).to_dict()))
    assert "(width || item.mark.group.width) + 8" in veil


@EVERY
def test_charts_are_laid_over_each_other(name: str) -> None:
    chart = CHARTS[name]()
    assert len((chart + chart).layer) == len(chart.layer) + 1
    marker = alt.Chart(table_of(chart)).mark_rule().encode(y=alt.datum(1))
    assert drawn(chart + marker)
    doubled = chart + chart
    assert (doubled.height, doubled.width) == (chart.height, chart.width)
    vega = json.dumps(vl_convert.vegalite_to_vega(doubled.to_dict()))
    if name in SELECTIONS:
        assert vega.count(f'"name": "{SELECTIONS[name]}_tuple"') == 1
    assert [param["name"] for param in chart.to_dict(validate=False).get("params", [])] == [
        SELECTIONS[each] for each in [name] if each in SELECTIONS
    ]  # the parts are as they were


@EVERY
def test_charts_become_interactive_and_faceted(name: str) -> None:
    chart = CHARTS[name]()
    assert drawn(chart.interactive().configure_view(stroke="red"))
    column = table_of(chart).columns[0]
    assert drawn(chart.facet(f"{column}:O", columns=2))


@EVERY
def test_other_charts_of_another_size_are_laid_over(name: str) -> None:
    assert drawn(CHARTS[name]() + CHARTS["all_weights"]())


@pytest.mark.parametrize("ending", ["html", "svg", "png", "json"])
def test_a_chart_is_saved(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"chart.{ending}"
    charts.heads_off(WITHOUT_HEADS).save(str(path), inline=False)
    assert path.stat().st_size > 1000


@pytest.mark.filterwarnings("ignore:Automatically deduplicated")
def test_long_tables_are_rows_for_all_that_is_made_of_them() -> None:
    n = 300
    weights = np.tile(np.tril(np.ones((n, n))) / np.arange(1, n + 1)[:, None], (20, 1, 1, 1)).astype(np.float32)
    chart = charts.layer_heatmap(run_with(weights, labels=["w"] * n, sentences=[0] * n, predicting=n - 1))
    assert len(table_of(chart)) == 6000
    for each in (chart, chart | chart, chart + chart, chart.properties(width=300), chart.facet("layer:O")):
        (rows,) = each.to_dict(validate=False)["datasets"].values()
        assert len(rows) == 6000
        assert rows[301] == table_of(chart).iloc[301].to_dict()
    with alt.data_transformers.enable(consolidate_datasets=False):
        assert len(chart.to_dict(validate=False)["data"]["values"]) == 6000
