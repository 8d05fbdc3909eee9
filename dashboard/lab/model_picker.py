"""The sidebar's model choice: what is on offer, the progress of loading it, and what each is called."""

from __future__ import annotations

import re
from collections import Counter

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.forward.loaded import Model
from attn_core.models.catalog import DEFAULT_MODEL, Catalog
from attn_core.records.model_entry import ModelEntry
from lab import background_model, cache, messages, model_list, model_words, progress, settings
from lab.progress import Report


def model_picker() -> None:
    """Choose and load a model; where it can't be had, say why and keep the one that worked."""
    catalog = cache.catalog()
    labels = _labels(catalog)
    _tell_of_wrong_setting(catalog)
    _choose_first(labels)
    asked = st.query_params.get("model")
    if asked is not None and asked not in labels.values():
        st.warning(f"There is no model {messages.quoted(asked)} here, so this is {messages.plain(began_with())}.")
    with st.sidebar:
        chosen = _box(list(labels.values()))
    name = next(name for name, label in labels.items() if label == chosen)
    try:
        progress.watched("Loading the model", lambda report: _loaded(name, report))
    except AttnCoreError as error:
        _give_up(name, error)
    st.session_state.working_model = name
    with st.sidebar:
        if st.button("What the models are good at", type="tertiary", icon=":material/list:"):
            model_list.model_list(labels)
        background_model.told(began_with=began_with() == chosen)


def label(entry: ModelEntry) -> str:
    """Title and size, 'Story · 5M': the size in numbers of parameters, unless the title has one."""
    return entry.title if re.search(r"\d\s?[MB]\b", entry.title) else _sized(entry)


def label_of(name: str, catalog: Catalog) -> str:
    """The label of the model that an address names, by its catalog name or a label of any version; else the name.

    A label that is no longer anyone's is known by its title alone: it may have had a size where today's has none, or
    another one, since a model was trained anew.
    """
    labels = _labels(catalog)
    if name in labels.values():
        return name
    titles = {entry.title: labels[key] for key, entry in catalog.items()}  # of two alike 0.1.0 opened the later
    return labels.get(name) or titles.get(re.sub(r" · \d+[MB]$", "", name), name)


def began_with() -> str:
    """The label of the model that this visit began with."""
    first: str = st.session_state.setdefault("began_with", _labels(cache.catalog())[background_model.first()])
    return first


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


def _tell_of_wrong_setting(catalog: Catalog) -> None:
    """Where the catalog has not the name that ATTENTION_LAB_MODEL is set to; visitors then begin with Story."""
    try:
        settings.model(catalog)
    except settings.SettingError as error:
        messages.show_error(error)


def _choose_first(labels: dict[str, str]) -> None:
    """Before the box is drawn, for a widget can't be set later: what was chosen elsewhere, or put back, or is kept."""
    if background_model.first_may_change() and "model" not in st.query_params:
        st.session_state.model = st.session_state.get("model") or began_with()
    if "next_model" in st.session_state:
        st.session_state.model = labels[st.session_state.pop("next_model")]
    if "model_refused" in st.session_state:
        messages.show_error(st.session_state.pop("model_refused"))


def _box(labels: list[str]) -> str:
    """The box, whose own label would say "(required)" where it has no default."""
    # Streamlit never writes a default into the address.
    default = None if background_model.first_may_change() else labels.index(began_with())
    with st.container(gap="xsmall"):
        st.markdown(":small[Model]")
        chosen = st.selectbox(
            "Model", labels, default, key="model", bind="query-params", required=True, label_visibility="collapsed"
        )
    return chosen or began_with()


def _loaded(name: str, report: Report) -> Model:
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
