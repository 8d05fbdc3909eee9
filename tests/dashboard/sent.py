"""What a page gives to Streamlit: its charts with alt text and numbers, its diagram, and what its buttons download."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from lab import messages
from streamlit.testing.v1 import AppTest

from attn_core import charts
from attn_core.charts.theme import Theme
from attn_core.diagrams import Diagram
from attn_core.pictures import Picture

Table = Callable[[], pd.DataFrame]
_DRAWN = ("layer", "params", "transform", "encoding", "resolve")  # the rest is the page's: its frame and its width


@dataclass
class Page:
    """What a page ought to have, each thing under the name of its files, in the order in which it is sent."""

    pictures: dict[str, Picture[Any]]
    tables: dict[str, tuple[str, Table]] = field(default_factory=dict)  # a reading with numbers and no drawing
    words: tuple[str, ...] = ()  # other sentences that are computed
    theme: Theme = charts.theme.LIGHT


class Sent:
    """The files that the buttons of the last run offer, by name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[str, Callable[[], str]] = {}
        button = st.download_button

        def record(label: str, content: Callable[[], str], file_name: str, *args: Any, **kwargs: Any) -> bool:
            self.files[file_name] = content
            return button(label, content, file_name, *args, **kwargs)

        monkeypatch.setattr(st, "download_button", record)
        monkeypatch.setattr(charts, "svg", lambda chart, theme: essence(chart.to_dict()) + theme.background)

    def compare(self, app: AppTest, page: Page) -> None:
        """That the page draws, says and offers this, and nothing else."""
        assert not app.exception
        drawn = {name: picture.drawn for name, picture in page.pictures.items()}
        self._charts(app, page, {name: each for name, each in drawn.items() if not isinstance(each, Diagram)})
        diagrams = [
            {**each.data, "name": name, "reading": page.pictures[name].reading}
            for name, each in drawn.items()
            if isinstance(each, Diagram)
        ]
        found = [json.loads(component.proto.json) for component in app.get("bidi_component")]
        assert found == json.loads(json.dumps(diagrams))
        tables = {name: (each.reading, each.table) for name, each in page.pictures.items()} | page.tables
        captions = [caption.value for caption in app.caption]
        for said in (*(reading for reading, _ in tables.values()), *page.words):
            assert messages.plain(said) in captions
        offered = {name.removesuffix(".csv"): content() for name, content in self.files.items() if ".csv" in name}
        assert offered == {name: table().to_csv(index=False) for name, (_, table) in tables.items()}

    def _charts(self, app: AppTest, page: Page, wanted: dict[str, alt.LayerChart]) -> None:
        found = app.get("vega_lite_chart")
        assert [each.proto.alt for each in found] == [page.pictures[name].reading for name in wanted]
        specs = {name: essence(chart.to_dict()) for name, chart in wanted.items()}
        assert [essence(json.loads(each.proto.spec)) for each in found] == list(specs.values())
        assert [numbers(each.proto) for each in found] == [_written(chart.data) for chart in wanted.values()]
        svgs = {name.removesuffix(".svg"): content() for name, content in self.files.items() if ".svg" in name}
        assert svgs == {name: spec + page.theme.background for name, spec in specs.items()}


def essence(spec: dict[str, Any]) -> str:
    """What a chart draws, without what the page makes of its frame; views that Altair numbered have no name."""
    written = json.dumps({key: spec.get(key) for key in _DRAWN}, sort_keys=True, ensure_ascii=False)
    return re.sub(r'"view_[0-9a-f]+(_[0-9]+)?"', '"view"', written)


def numbers(chart: Any) -> str:
    """The table that travels with a chart."""
    [named] = chart.datasets
    table = pa.ipc.open_stream(named.data.data).read_pandas()
    return _written(table)


def _written(table: Any) -> str:
    return str(table.to_csv(index=False))
