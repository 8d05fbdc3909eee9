"""The sidebar's model choice: what is on offer, the progress of loading it, and the address that names it."""

from __future__ import annotations

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.forward.loaded import LoadedModel
from attn_core.models.catalog import DEFAULT_MODEL, Catalog
from lab import address, background_model, cache, messages, model_list, model_words, progress
from lab.progress import Report


def model_picker() -> None:
    """Choose and load a model; where it can't be had, say why and keep the one that worked."""
    catalog = cache.catalog()
    first = background_model.begin()
    st.session_state.setdefault("began_with", first)
    _restore_choice()
    _follow_address(catalog)
    labels = model_words.labels(catalog)
    with st.sidebar:
        name = st.selectbox("Model", list(labels), format_func=lambda name: labels.get(name, name), key="model")
    try:
        progress.watched("Loading the model", lambda report: _loaded(name, report))
    except AttnCoreError as error:
        _give_up(name, error)
    st.session_state.working_model = name
    # Without a name, a link opens what a visitor begins with: that is the same for all only while it is Story.
    address.write("model", None if name == first == DEFAULT_MODEL else name)
    with st.sidebar:
        st.caption(messages.plain(model_list.cost(catalog[name])))
        if st.button("What the models are good at", type="tertiary", icon=":material/list:"):
            model_list.model_list()
        background_model.told(st.session_state.began_with)


def _loaded(name: str, report: Report) -> LoadedModel:
    """The model, from this visitor's own attempt or from the one in the background, if that is on its way."""
    if (background := background_model.coming(name)) is not None:
        background.follow(report)
    return cache.model(name, report)


def _follow_address(catalog: Catalog) -> None:
    """Let the box show the address's model: at the start of a visit, and after Back or Forward."""
    asked = st.query_params.get("model")
    if "model" not in st.session_state or address.went_back():
        st.session_state.model = asked if asked in catalog else st.session_state.began_with
    if asked is not None and asked not in catalog:
        chosen = catalog[st.session_state.model].title
        st.warning(f"There is no model “{messages.plain(asked)}” here, so this is {messages.plain(chosen)}.")


def _give_up(name: str, error: AttnCoreError) -> None:
    """Put the choice back, and show the error in the run after: a widget can't be set once it is drawn."""
    back_to = st.session_state.get("working_model", DEFAULT_MODEL)
    if name in (DEFAULT_MODEL, back_to):
        raise error
    st.session_state.model_refused = (back_to, error)
    st.rerun()


def _restore_choice() -> None:
    if "model_refused" in st.session_state:
        st.session_state.model, error = st.session_state.pop("model_refused")
        messages.show_error(error)
