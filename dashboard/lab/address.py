"""The address that a page is opened with: after Back, and from a link that an earlier version wrote."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lab import background_model, cache, model_picker

_NAMES = {
    "bos": "special",
    "marks": "special",
    "part": "stack",
    "matrix": "layer",
    "head_number": "head",
    "some_layers": "layers",
    "some_heads": "heads",
    "looking": "position",
    "query": "position",
}
_VALUES = {
    "special": {"in grey": "grey", "hidden, the rest rescaled": "hidden", "dimmed": "grey"},
    "head": {"head 0, as in the course’s figure": "0"},
}


def read() -> None:
    """Let this page's widgets start from its whole address. Call it before the first widget.

    On a change of pages Streamlit leaves out what widgets of the page before are bound to, so that a link doesn't carry
    it along. After Back or Forward it is what this page was left with, and without it the prompt would be the default
    again. And an address of an earlier version has other names.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    asked = parse_qs(context.query_string, keep_blank_values=True)
    today = {_NAMES.get(name, name): _today(_NAMES.get(name, name), values) for name, values in asked.items()}
    begins = "working_model" not in st.session_state
    if (begins or context.is_history_navigation) and background_model.first_may_change():
        # Only the first steps of a visit are without a model: they had the one that it began with.
        today.setdefault("model", [model_picker.began_with()])
    if context.is_history_navigation or today != asked:
        with context.session_state.query_params() as parameters:
            parameters.populate_from_query_string(urlencode(today, doseq=True))
            parameters.set_initial_query_params_from_current()
            parameters.update()  # writes the whole address into the browser's bar again


def forget(name: str) -> None:
    """Take a name out of the address; a widget that is yet to be drawn starts without it, too."""
    st.query_params.pop(name, None)
    context = get_script_run_ctx()
    if context is not None:
        with context.session_state.query_params() as parameters:
            parameters.set_initial_query_params_from_current()


def _today(name: str, values: list[str]) -> list[str]:
    renamed = [_VALUES.get(name, {}).get(value, value) for value in values]
    if name == "model":
        return [model_picker.label_of(value, cache.catalog()) for value in values]
    if name == "head":
        return [value.removeprefix("head ") for value in renamed]
    if name == "heads":
        return [head for value in renamed for head in value.split(",")]
    if name == "position":
        return [value.split(" ")[0] for value in renamed]  # “7 looking”: the position, and the token's label
    return renamed
