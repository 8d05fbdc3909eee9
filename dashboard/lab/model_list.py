"""All models in one dialog: what each is good at, whether it is here, and whether it fits, before one is chosen."""

from __future__ import annotations

import streamlit as st

from attn_core.models.devices import best_device, free_bytes
from attn_core.models.hub import found
from attn_core.records.model_entry import ModelEntry
from lab import cache, messages, model_words


def cost(entry: ModelEntry, free: float | None = None) -> str:
    """What a model costs this server, as it is now."""
    free = free_bytes(best_device()) if free is None else free
    return model_words.cost(entry, is_here=entry.is_local or found(entry) is not None, free=free)


def choose(name: str) -> None:
    """Let the box show this model from the next run on."""
    st.session_state.next_model = name


@st.dialog("Models", width="medium")
def model_list() -> None:
    """The models by group, each with a button that chooses it."""
    free = free_bytes(best_device())
    for group, entries in model_words.grouped(cache.catalog()).items():
        st.header(group, anchor=False, divider="gray")
        if group == model_words.GATED:
            st.caption("Accept the licence on the model’s page at huggingface.co, and set the secret HF_TOKEN.")
        for entry in entries:
            _row(entry, free)


def _row(entry: ModelEntry, free: float) -> None:
    words, button = st.columns([4, 1], vertical_alignment="center")
    with words, st.container(gap=None):
        st.markdown(f"**{messages.plain(entry.title)}**  \n{messages.plain(entry.description)}")
        costs = cost(entry, free)
        st.caption(messages.plain(costs[0].upper() + costs[1:]))
    with button:
        fits, in_use = model_words.fits(entry, free), entry.name == cache.chosen_model()
        pressed = st.button(
            "In use" if in_use else "Choose" if fits else "Too large", key=f"choose-{entry.name}", width="stretch",
            disabled=in_use or not fits, on_click=choose, args=(entry.name,),
        )  # fmt: skip
    if pressed:
        st.rerun()
