"""The sidebar's model choice: what is on offer, the progress of loading it, and where it runs."""

from __future__ import annotations

from functools import partial

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.models.catalog import DEFAULT_MODEL
from attn_core.records.model_entry import ModelEntry
from lab import cache, messages, progress


def model_picker() -> None:
    """Choose and load a model; where it can't be had, say why and keep the one that worked."""
    catalog = cache.catalog()
    labels = {label(entry): name for name, entry in catalog.items()}
    default = label(catalog[DEFAULT_MODEL])
    _restore_choice()
    asked = st.query_params.get("model", default)
    if asked not in labels:
        st.warning(f"There is no model “{messages.plain(asked)}” here, so this is {messages.plain(default)}.")
    with st.sidebar:
        choice = st.selectbox("Model", list(labels), key="model", bind="query-params")
    name = labels[choice]
    try:
        progress.watched("Loading the model", partial(cache.model, name))
    except AttnCoreError as error:
        _give_up(name, error, back_to=label(catalog[st.session_state.get("working_model", DEFAULT_MODEL)]))
    st.session_state.working_model = name


def label(entry: ModelEntry) -> str:
    """Title and size, 'Story · 4M': the size in numbers of parameters."""
    millions = entry.parameters / 1e6
    size = f"{millions / 1000:.0f}B" if millions >= 950 else f"{millions:.0f}M"
    return entry.title if entry.title.endswith(size) else f"{entry.title} · {size}"


def _give_up(name: str, error: AttnCoreError, back_to: str) -> None:
    """Put the choice back, and show the error in the run after: a widget can't be set once it is drawn."""
    if name == DEFAULT_MODEL or name == st.session_state.get("working_model"):
        raise error
    st.session_state.model_refused = (back_to, error)
    st.rerun()


def _restore_choice() -> None:
    if "model_refused" in st.session_state:
        st.session_state.model, error = st.session_state.pop("model_refused")
        messages.show_error(error)
