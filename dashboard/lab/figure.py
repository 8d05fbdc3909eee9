"""A picture on the page with all that belongs to it: what it says in words, for whom can't see it, and its data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st
from streamlit.typing import VegaLiteState

from attn_core import charts
from attn_core.charts.theme import Theme
from attn_core.errors import AttnCoreError
from attn_core.pictures import Picture, Table
from lab import controls, messages
from lab.framing import framed, sent

_LOG = logging.getLogger(__name__)

SVG_WIDTH = 800  # pixels of a picture to download that on the page takes the width it finds


def figure(picture: Picture[alt.LayerChart], name: str, *, stretch: bool = True, **events: Any) -> VegaLiteState:
    """The chart, one sentence of plain reading under it, which is its alt text too, and the downloads.

    `name` is the file's name without ending, and unique on the page; `events` are those of st.vega_lite_chart. Returns
    what is selected. PNG is in the chart's own toolbar.
    """
    with st.container(key=name):
        spec = sent(framed(picture.drawn, "page" if stretch else "own"))
        # st.altair_chart would check the chart against Vega-Lite's schema again, which takes 60 ms.
        event: VegaLiteState = st.vega_lite_chart(
            spec=spec, width="stretch" if stretch else "content", alt=picture.reading, **events
        )
        explain(picture.reading, picture.table, name, framed(picture.drawn, SVG_WIDTH if stretch else "own"))
    return event


def explain(reading: str, table: Table, name: str, chart: alt.LayerChart | None = None) -> None:
    """The sentence under a picture and its downloads, which are put together only on a click."""
    theme = controls.theme()  # now, for a click is answered outside of the page's run, where none is known
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.caption(messages.plain(reading), width="stretch")
        if chart is not None:
            _download("SVG", lambda: _svg(chart, theme), name, "image/svg+xml", "this picture")
        _download("CSV", lambda: table().to_csv(index=False), name, "text/csv", "the numbers of this picture")


def _svg(chart: alt.LayerChart, theme: Theme) -> str:
    """The picture, or why there is none: of an error Streamlit would say no more than that there was one."""
    try:
        return charts.svg(chart, theme)
    except AttnCoreError as error:
        _LOG.warning("%s. %s", error.title, error.detail)
        return charts.svg_of_words(f"{error.title}. {error.detail}", theme)


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
