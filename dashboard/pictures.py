"""A chart on the page with all that belongs to it: what it says in words, for whom can't see it, and its data."""

from collections.abc import Callable

import altair as alt
import messages
import pandas as pd
import streamlit as st


def picture(
    chart: alt.LayerChart, reading: str, table: Callable[[], pd.DataFrame], name: str, *, stretch: bool = True
) -> None:
    """The chart, one sentence of plain reading under it, which is its alt text too, and the CSV of its numbers.

    PNG is in the chart's own toolbar. `name` is the file's name without ending, and unique on the page.
    """
    with st.container(key=name):
        st.altair_chart(chart, width="stretch" if stretch else "content", alt=reading)
        explain(reading, table, name)


def explain(reading: str, table: Callable[[], pd.DataFrame], name: str) -> None:
    """The sentence under a chart and the download of its numbers, which are put together only on a click."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.caption(messages.plain(reading), width="stretch")
        st.download_button(
            "CSV", lambda: table().to_csv(index=False), f"{name}.csv", "text/csv",
            key=f"{name}-csv", on_click="ignore", type="tertiary", help="Download the numbers of this chart",
        )  # fmt: skip
