"""The labels of heads on a page: what a badge means, and why there may be none."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from attn_core import readings
from attn_core.errors import AttnCoreError
from attn_core.records.head_labels import HeadLabels
from lab import cache, messages
from lab.head_pages import Read


def of(read: Read) -> HeadLabels | None:
    """The labels of the heads that are shown; None, and a line that says why, where there are none to be had."""
    if read.stack != "self":
        st.caption("Heads carry no labels here: those are for models that read one text.")
        return None
    try:
        return cache.head_labels(read.model)
    except AttnCoreError as error:
        st.caption(messages.plain(f"Heads carry no labels now. {error.title}: {error.detail}"))
        return None


def explain(labels: HeadLabels, layers: Sequence[int]) -> None:
    """What each badge means that a head of these layers carries, and what its score is."""
    legend = readings.badge_legend(labels, layers)
    if not legend:
        return
    lines = [f"**{messages.plain(badge)}** – {messages.plain(meaning)}" for badge, meaning in legend]
    st.caption(
        "A badge says what a head does in general, not on this text alone. Its score is the share of attention that"
        " fits, measured once for the model on short everyday texts and on lists of words said twice.  \n"
        + "  \n".join(lines)
    )
