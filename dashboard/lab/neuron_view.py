"""The neuron view on the page: which query token is chosen and whether its sums are shown, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from attn_core import pictures
from attn_core.diagrams.neuron_view import first_query, shown
from attn_core.frames.halves import Halves
from lab import controls, messages
from lab.diagram import diagram
from lab.head_pages import Read

_NAME = "neuron_view"
_HOW = """
- Each line goes from a **query** token, which looks, to a **key** token, which is looked at. The thicker the line, the
  larger the share of the attention.
- **Show the sums** turns the lines of one query token into arithmetic. A click on a key token writes out its sum.
- In the sums a strip is a list of numbers, one cell each: **blue** above zero, **orange** below, near zero pale. Full
  colour is the number at the legend’s end, or more.
- With the picture in focus: ↑ ↓ choose the query token, ← → the key token, Enter opens and closes the sums.
"""


def view(read: Read, layer: int, head: int, halves: Halves) -> None:
    """One head's picture, what is special about the head, and how to read each column."""
    attention = read.attention
    queries, _ = shown(attention, halves)
    _forget_another_text(read)
    query, expanded = _query(read, queries), _expanded()
    told = st.session_state.get("neuron-told", 0)
    picture = pictures.neuron_view(
        attention, layer, head, query_pos=query, halves=halves, expanded=expanded, answers=told, theme=controls.theme()
    )
    diagram(picture, _NAME, on={"view": _chosen})
    drawn = picture.drawn
    if drawn.data["notes"]:
        st.caption(messages.plain(" ".join(drawn.data["notes"])))
    with st.expander("How to read it", icon=":material/help:"):
        st.markdown(_HOW)
        columns = drawn.data["columns"]
        titles = [f"- **{messages.plain(each['title'])}** – {messages.plain(each['help'])}" for each in columns]
        st.markdown("\n".join(titles))


def _chosen() -> None:
    """What the picture tells: the address learns it, and so does this session, for the way to another page and back."""
    chosen = st.session_state[_NAME]["view"]
    _keep("position", str(int(chosen["query"])))
    _keep("expanded", str(int(chosen["expanded"])))
    st.session_state["neuron-told"] = int(chosen["number"])


def _keep(name: str, value: str) -> None:
    st.query_params[name] = st.session_state[f"neuron-{name}"] = value


def _asked(name: str) -> str | None:
    """A choice from the address, or where that says nothing, from this session."""
    kept = st.session_state.get(f"neuron-{name}")
    if name not in st.query_params and kept is not None:
        st.query_params[name] = kept
    return st.query_params.get(name)


def _forget_another_text(read: Read) -> None:
    """A position of another text means nothing in this one."""
    texts = (read.model, read.stack, read.texts)
    if st.session_state.get("neuron-read", texts) != texts:
        st.query_params.pop("position", None)
        st.session_state.pop("neuron-position", None)
    st.session_state["neuron-read"] = texts


def _query(read: Read, queries: Sequence[int]) -> int:
    asked, last = _asked("position"), len(read.attention.query_tokens) - 1
    if asked is not None and asked not in map(str, range(last + 1)):
        st.warning(f"This text has no token {messages.quoted(asked)}; it has tokens 0 to {last}.")
    elif asked is not None and int(asked) in queries:
        return int(asked)
    preferred = last if read.predicting_pos is None else read.predicting_pos
    return first_query(read.attention, preferred, queries)


def _expanded() -> bool:
    asked = _asked("expanded")
    if asked not in (None, "0", "1"):
        st.warning(f"“expanded” in the address is 0 or 1, not {messages.quoted(asked)}.")
    return asked == "1"
