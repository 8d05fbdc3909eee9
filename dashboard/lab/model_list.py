"""All models in one dialog: what each is good at, whether it is here, and whether it fits, before one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from attn_core.models.devices import best_device, free_bytes
from attn_core.models.hub import is_here
from attn_core.records.model_entry import ModelEntry
from lab import cache, messages, model_words


def choose(name: str) -> None:
    """Let the box show the model of this catalog name from the next run on."""
    st.session_state.next_model = name


@st.dialog("Models", width="medium")
def model_list(labels: Mapping[str, str]) -> None:
    """The models by group, each under the label of its catalog name, with a button that chooses it."""
    free = free_bytes(best_device())
    for group, entries in model_words.grouped(cache.catalog()).items():
        st.header(group, anchor=False, divider="gray")
        if group == model_words.GATED:
            st.caption("Accept the licence on the model’s page at huggingface.co, and set the secret HF_TOKEN.")
        for entry in entries:
            _row(entry, labels[entry.name], free)


def _row(entry: ModelEntry, label: str, free: float) -> None:
    chosen = entry.name == cache.chosen_model()
    loaded = chosen or cache.is_loaded(entry.name)
    words, button = st.columns([4, 1], vertical_alignment="center")
    with words, st.container(gap=None):
        st.markdown(f"**{messages.plain(label)}**  \n{messages.plain(entry.description)}")
        cost = model_words.loaded(entry) if loaded else model_words.cost(entry, is_here=is_here(entry), free=free)
        st.caption(messages.plain(cost))
    with button:
        usable = loaded or entry.fits(free)
        pressed = st.button(
            "In use" if chosen else "Choose" if usable else "Too large", key=f"choose-{entry.name}", width="stretch",
            disabled=chosen or not usable, on_click=choose, args=(entry.name,),
        )  # fmt: skip
    if pressed:
        st.rerun()
