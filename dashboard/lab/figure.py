"""A chart on the page with all that belongs to it: what it says in words, for whom can't see it, and its data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.typing import VegaLiteState

from attn_core import charts
from lab import controls, messages
from lab.framing import framed, sent

Table = Callable[[], pd.DataFrame]

SVG_WIDTH = 800  # pixels of a picture to download that on the page takes the width it finds


def picture(chart: alt.LayerChart, reading: str, table: Table, name: str, *, stretch: bool = True) -> None:
    """The chart, one sentence of plain reading under it, which is its alt text too, and the downloads.

    `name` is the file's name without ending, and unique on the page. PNG is in the chart's own toolbar.
    """
    with st.container(key=name):
        show(chart, reading, stretch=stretch)
        explain(reading, table, name, chart, stretch=stretch)


def show(chart: alt.LayerChart, reading: str, *, stretch: bool = True, **events: Any) -> VegaLiteState:
    """The chart alone, as wide as the page or as itself; `events` are those of st.vega_lite_chart."""
    spec = sent(framed(chart, "page" if stretch else "own"))
    # st.altair_chart would check the chart against Vega-Lite's schema again, which takes 60 ms.
    event: VegaLiteState = st.vega_lite_chart(
        spec=spec, width="stretch" if stretch else "content", alt=reading, **events
    )
    return event


def explain(
    reading: str, table: Table, name: str, chart: alt.LayerChart | None = None, *, stretch: bool = True
) -> None:
    """The sentence under a chart and its downloads, which are put together only on a click."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.caption(messages.plain(reading), width="stretch")
        if chart is not None:
            drawn = framed(chart, SVG_WIDTH if stretch else "own")
            _download("SVG", lambda: charts.svg(drawn, controls.theme()), name, "image/svg+xml", "this picture")
        _download("CSV", lambda: table().to_csv(index=False), name, "text/csv", "the numbers of this picture")


def _download(kind: str, content: Callable[[], str], name: str, mime: str, what: str) -> None:
    ending = kind.lower()
    st.download_button(
        kind,
        content,
        f"{name}.{ending}",
        mime,
        key=f"{name}-{ending}",
        on_click="ignore",
        type="tertiary",
        help=f"Download {what}",
    )
