"""Which heads the head view draws, and how: chosen in the browser, kept in the address.

The browser is told only when the address says something that it did not say itself: on opening, on coming back, and
with the Back button. So a click on a head changes nothing in what is sent, and Streamlit need not send it again.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from attn_core.diagrams.head_view import THRESHOLDS, Choice
from lab import messages
from lab.head_pages import Read

NAME = "head-view"  # the diagram's key, where Streamlit keeps what the browser told
_MEMO = "head-view-memo"  # not "heads", which is a widget of the evidence
_KEYS = ("heads", "threshold", "mean")
Address = dict[str, list[str]]


@dataclass
class _Memo:
    """What address and browser agree on, and what the browser was last given."""

    model: str
    n_heads: int
    address: Address
    start: Choice


def start(read: Read) -> Choice:
    """The choice that the browser starts with; what in the address can't be used gets a warning."""
    n_heads = read.attention.n_heads
    memo: _Memo | None = st.session_state.get(_MEMO)
    if memo is None:
        given = _from_address(n_heads, _address())
        st.session_state[_MEMO] = _Memo(read.model, n_heads, _address(), given)
        return given
    _settle(memo, (read.model, n_heads))
    given = _from_address(n_heads, _address(), memo.start.asked + 1)
    if (read.model, n_heads, _address()) != (memo.model, memo.n_heads, memo.address) or NAME not in st.session_state:
        st.session_state[_MEMO] = _Memo(read.model, n_heads, _address(), given)
        return given
    return memo.start


def told() -> None:
    """The browser has another choice: write it in the address."""
    choice = st.session_state[NAME].choice
    memo: _Memo = st.session_state[_MEMO]
    _write(
        {
            "heads": list(map(str, choice["heads"])) if len(choice["heads"]) < memo.n_heads else [],
            "threshold": [f"{choice['threshold']:g}"] if choice["threshold"] else [],
            "mean": ["true"] if choice["mean"] else [],
        }
    )
    memo.address = _address()


def _settle(memo: _Memo, model: tuple[str, int]) -> None:
    """Forget the heads of another model; put back what another page took out of the address."""
    if model != (memo.model, memo.n_heads) and _address() == memo.address:
        _write({"heads": []})
    elif NAME not in st.session_state and not _address():
        _write(memo.address)


def _address() -> Address:
    return {key: st.query_params.get_all(key) for key in _KEYS if key in st.query_params}


def _write(said: Address) -> None:
    for key, values in said.items():
        if values:
            st.query_params[key] = values
        elif key in st.query_params:
            del st.query_params[key]


def _from_address(n_heads: int, address: Address, asked: int = 0) -> Choice:
    mean = address.get("mean", ["false"])[-1]
    if mean not in ("true", "false"):
        st.warning(f"{messages.quoted(mean)} is no answer to whether the mean is drawn: it is true or false.")
    return Choice(
        _heads(n_heads, address.get("heads")), _threshold(address.get("threshold", ["0"])[-1]), mean == "true", asked
    )


def _heads(n_heads: int, asked: list[str] | None) -> tuple[int, ...]:
    everything = tuple(range(n_heads))
    if asked is None:
        return everything
    unknown = [name for name in asked if name not in map(str, everything)]
    if unknown:
        listed = messages.quoted(", ".join(unknown), 60)
        st.warning(f"This model has no head {listed}; it has heads 0 to {n_heads - 1}.")
    known = sorted({int(name) for name in asked if name not in unknown})
    return tuple(known) or everything


def _threshold(text: str) -> float:
    steps = {f"{step:g}": step for step in THRESHOLDS}
    if text not in steps:
        st.warning(f"The threshold is one of {', '.join(steps)} percent, and not {messages.quoted(text)}.")
    return steps.get(text, 0.0)
