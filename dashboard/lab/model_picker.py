"""The sidebar's model choice: what is on offer, the progress of loading it, and what it costs."""

from __future__ import annotations

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.forward.loaded import LoadedModel
from attn_core.models.catalog import DEFAULT_MODEL
from lab import background_model, cache, messages, model_list, model_words, progress
from lab.progress import Report


def model_picker() -> None:
    """Choose and load a model; where it can't be had, say why and keep the one that worked."""
    catalog = cache.catalog()
    labels = model_words.labels(catalog)
    first = background_model.begin()
    _choose_first(first)
    asked = st.query_params.get("model")
    if asked is not None and asked not in labels.values():
        st.warning(f"There is no model “{messages.plain(asked)}” here, so this is {messages.plain(labels[first])}.")
    with st.sidebar:
        name = _box(labels, first) or first
    try:
        progress.watched("Loading the model", lambda report: _loaded(name, report))
    except AttnCoreError as error:
        _give_up(name, error)
    st.session_state.working_model = name
    with st.sidebar:
        how = model_words.group(catalog[name]).partition(",")[0]
        st.caption(messages.plain(f"{how} · {model_list.cost(catalog[name])}"))
        if st.button("What the models are good at", type="tertiary", icon=":material/list:"):
            model_list.model_list()
        background_model.told(st.session_state.began_with)


def _choose_first(first: str) -> None:
    """Before the box is drawn, for a widget can't be set later: what was chosen elsewhere, or put back, or is kept.

    `first` is what visitors who come now begin with. Where that is to change, or has, an address without a model
    would open one model for this visitor and another for who gets the link: then it is always written.
    """
    st.session_state.setdefault("began_with", first)
    st.session_state.model_always_written = background_model.changes_the_first()
    if st.session_state.model_always_written and "model" not in st.query_params:
        st.session_state.model = st.session_state.get("model") or st.session_state.began_with
    if "next_model" in st.session_state:
        st.session_state.model = st.session_state.pop("next_model")
    if "model_refused" in st.session_state:
        messages.show_error(st.session_state.pop("model_refused"))


def _box(labels: dict[str, str], first: str) -> str | None:
    """The box, whose own label would say "(required)" where it has no default."""
    with st.container(gap="xsmall"):
        st.markdown(":small[Model]")
        return st.selectbox(
            "Model", list(labels),
            None if st.session_state.model_always_written else list(labels).index(first),  # a default is never written
            format_func=lambda name: labels.get(name, name), key="model", bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip


def _loaded(name: str, report: Report) -> LoadedModel:
    """The model, from this visitor's own attempt or from the one in the background, if that is on its way."""
    if (background := background_model.coming(name)) is not None:
        background.follow(report)
    return cache.model(name, report)


def _give_up(name: str, error: AttnCoreError) -> None:
    """Put the choice back, and show the error in the run after: a widget can't be set once it is drawn."""
    back_to = st.session_state.get("working_model", DEFAULT_MODEL)
    if name in (DEFAULT_MODEL, back_to):
        raise error
    st.session_state.next_model, st.session_state.model_refused = back_to, error
    st.rerun()
