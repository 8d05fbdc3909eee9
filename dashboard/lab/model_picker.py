"""The sidebar's model choice: what is on offer, the progress of loading it, and what each is called."""

from __future__ import annotations

import re
from collections import Counter

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.forward.loaded import LoadedModel
from attn_core.models.catalog import DEFAULT_MODEL, Catalog
from attn_core.records.model_entry import ModelEntry
from lab import background_model, cache, messages, model_list, model_words, progress
from lab.progress import Report


def model_picker() -> None:
    """Choose and load a model; where it can't be had, say why and keep the one that worked."""
    catalog = cache.catalog()
    labels = _labels(catalog)
    first = labels[background_model.first()]
    _choose_first(labels, first)
    asked = st.query_params.get("model")
    if asked is not None and asked not in labels.values():
        st.warning(f"There is no model “{messages.plain(asked)}” here, so this is {messages.plain(first)}.")
    with st.sidebar:
        chosen = _box(list(labels.values()), first)
    name = next(name for name, label in labels.items() if label == chosen)
    try:
        progress.watched("Loading the model", lambda report: _loaded(name, report))
    except AttnCoreError as error:
        _give_up(name, error)
    st.session_state.working_model = name
    with st.sidebar:
        if st.button("What the models are good at", type="tertiary", icon=":material/list:"):
            model_list.model_list(labels)
        background_model.told(began_with=st.session_state.began_with == chosen)


def label(entry: ModelEntry) -> str:
    """Title and size, 'Story · 4M': the size in numbers of parameters, unless the title has one."""
    return entry.title if re.search(r"\d\s?[MB]\b", entry.title) else _sized(entry)


def known_as(catalog: Catalog) -> dict[str, str]:
    """What the address calls a model now, by all that it may be called: its catalog name, or what 0.1.0 wrote."""
    labels = _labels(catalog)
    earlier = {_sized(entry): labels[name] for name, entry in catalog.items()}  # of two alike it opened the later
    return earlier | labels | {label: label for label in labels.values()}


def is_always_written() -> bool:
    """Whether the address names the model that visitors begin with, too.

    Where that is to change, or has, an address without a model would open one model for this visitor and another for
    who gets the link.
    """
    return "began_with" in st.session_state and background_model.changes_the_first()


def _labels(catalog: Catalog) -> dict[str, str]:
    """What the box and the address call each catalog name, group by group; no two are alike."""
    ordered = [entry for entries in model_words.grouped(catalog).values() for entry in entries]
    times = Counter(label(entry) for entry in ordered)
    return {
        entry.name: label(entry) if times[label(entry)] == 1 else f"{label(entry)} ({entry.name})" for entry in ordered
    }


def _sized(entry: ModelEntry) -> str:
    millions = entry.parameters / 1e6
    size = f"{millions / 1000:.0f}B" if millions >= 950 else f"{millions:.0f}M"
    return entry.title if entry.title.endswith(size) else f"{entry.title} · {size}"


def _choose_first(labels: dict[str, str], first: str) -> None:
    """Before the box is drawn, for a widget can't be set later: what was chosen elsewhere, or put back, or is kept.

    `first` is what visitors who come now begin with.
    """
    st.session_state.setdefault("began_with", first)
    if is_always_written() and "model" not in st.query_params:
        st.session_state.model = st.session_state.get("model") or st.session_state.began_with
    if "next_model" in st.session_state:
        st.session_state.model = labels[st.session_state.pop("next_model")]
    if "model_refused" in st.session_state:
        messages.show_error(st.session_state.pop("model_refused"))


def _box(labels: list[str], first: str) -> str:
    """The box, whose own label would say "(required)" where it has no default."""
    default = None if is_always_written() else labels.index(first)  # a default is never written into the address
    with st.container(gap="xsmall"):
        st.markdown(":small[Model]")
        chosen = st.selectbox(
            "Model", labels, default, key="model", bind="query-params", required=True, label_visibility="collapsed"
        )
    return chosen or first


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
