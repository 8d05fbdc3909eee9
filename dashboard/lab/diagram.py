"""Diagrams on the page: drawn in the browser, so that hovering and choosing heads need no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from attn_core.diagrams.diagram import Diagram, script, style
from attn_core.pictures import Picture
from lab.figure import explain


@cache
def _component(kind: str) -> Callable[..., Any]:
    return st.components.v2.component(f"attention_lab_{kind}", js=script(kind), css=style())


def diagram(picture: Picture[Diagram], name: str, *, on: Mapping[str, Callable[[], None]] | None = None) -> None:
    """A diagram with its reading and the CSV of its numbers; PNG and SVG are among its own buttons.

    `name` is the file's name without ending, and unique on the page. `on` names what the script may tell the server,
    each with a callback, which finds the value in `st.session_state[name]`.
    """
    callbacks = {f"on_{event}_change": callback for event, callback in (on or {}).items()}
    data = {**picture.drawn.data, "name": name, "reading": picture.reading}
    _component(picture.drawn.kind)(key=name, data=data, **callbacks)
    explain(picture.reading, picture.table, name)
