"""The model that visitors begin with, and the one that comes meanwhile: its progress, the offer, and its failure."""

from __future__ import annotations

import streamlit as st

from attn_core.errors import AttnCoreError
from attn_core.models.background import BackgroundModel
from attn_core.models.catalog import DEFAULT_MODEL
from attn_core.records.model_entry import ModelEntry
from lab import cache, messages, model_list, settings

_EVERY_S = 2.0


def first() -> str:
    """The catalog name of the model that a visitor who comes now begins with.

    A name in ATTENTION_LAB_MODEL that is not in the catalog gets a message, and visitors begin with Story.
    """
    try:
        background = _background()
    except settings.SettingError as error:
        messages.show_error(error)
        return DEFAULT_MODEL
    if background is None:
        return settings.model(cache.catalog())
    return background.entry.name if background.state.stage == "ready" else DEFAULT_MODEL


def changes_the_first() -> bool:
    """Whether visitors begin, or may soon begin, with a model that came in the background."""
    background = _known()
    return background is not None and background.state.stage in ("fetching", "ready")


def start() -> None:
    """Let the model be asked for. Call it once a page is drawn: the first one shares its processor with nothing."""
    if (background := _known()) is not None:
        background.start()


def coming(name: str) -> BackgroundModel | None:
    """The background model, where that is the model of this name."""
    background = _known()
    return background if background is not None and background.entry.name == name else None


def told(*, began_with: bool) -> None:
    """In the sidebar: how far the model is, the offer of it, or why it could not be had.

    It is offered to those alone who are still with the model that they began with.
    """
    background = _known()
    if background is None or background.entry.name == cache.chosen_model():
        return
    state = background.state
    if not state.is_settled:
        _watched()
    elif state.stage == "failed":
        st.caption(f":material/info: {messages.plain(state.words)}")
    elif state.stage == "ready" and began_with:
        _offer(background.entry)


@st.fragment(run_every=_EVERY_S)
def _watched() -> None:
    """The progress, asked for again and again; once it is over, the page runs again and no longer asks."""
    background = _known()
    if background is None or background.state.is_settled:
        st.rerun()
    state = background.state
    if state.share is not None:
        st.progress(state.share, text=messages.plain(state.words))
    elif state.words:
        st.caption(messages.plain(state.words))


def _offer(entry: ModelEntry) -> None:
    with st.container(border=True):
        st.markdown(f"**{messages.plain(entry.title)} is ready.**")
        st.caption(messages.plain(entry.description))
        st.button("Use it now", key="use_ready_model", on_click=model_list.choose, args=(entry.name,), width="stretch")
    if "told_of_ready_model" not in st.session_state:
        st.session_state.told_of_ready_model = True
        st.toast(f"{messages.plain(entry.title)} is ready: choose it in the sidebar.", icon=":material/download_done:")


def _background() -> BackgroundModel | None:
    """None where the visit begins with a model that is in this app. Raises SettingError."""
    catalog = cache.catalog()
    name = settings.model(catalog)
    return None if catalog[name].is_local else cache.background(name)


def _known() -> BackgroundModel | None:
    """The same; None also where the settings are wrong, for that is told once, where the page begins."""
    try:
        return _background()
    except AttnCoreError:
        return None
