"""Diagrams on the page: drawn in the browser, so that hovering and choosing heads need no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from attn_core.diagrams import Diagram
from attn_core.diagrams.diagram import script, style
from lab.figure import explain


@cache
def _component(kind: str) -> Callable[..., Any]:
    return st.components.v2.component(f"attention_lab_{kind}", js=script(kind), css=style())


def diagram(
    drawn: Diagram, table: Callable[[], pd.DataFrame], name: str, *, on: Mapping[str, Callable[[], None]] | None = None
) -> None:
    """A diagram with its reading and the CSV of its numbers; PNG and SVG are among its own buttons.

    `name` is the file's name without ending, and unique on the page. `on` names what the script may tell the server,
    each with a callback, which finds the value in `st.session_state[name]`.
    """
    callbacks = {f"on_{event}_change": callback for event, callback in (on or {}).items()}
    _component(drawn.kind)(key=name, data={**drawn.data, "name": name, "reading": drawn.reading}, **callbacks)
    explain(drawn.reading, table, name)
