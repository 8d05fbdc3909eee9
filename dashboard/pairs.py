"""What the three views of heads share: one text or a pair, which of the pair's halves are drawn, and the marks."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

import cache
import controls
import messages
import prompts
import streamlit as st

from attn_core import AttentionRun
from attn_core.diagrams.parts import Halves, Marks


def run() -> AttentionRun | None:
    """The capture of the prompt, for an encoder with a second text; None where there is none that can be read."""
    if cache.model(cache.chosen_model()).kind == "decoder":
        return controls.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
    left, right = st.columns(2)
    first = left.text_input("Text A", prompts.PAIR[0], key="a", bind=controls.BIND)
    second = right.text_input(
        "Text B", prompts.PAIR[1], key="b", bind=controls.BIND, help="Empty: text A is read alone."
    )
    return controls.captured("pair", first, second or None)


def halves(run: AttentionRun) -> Halves:
    """Which texts look at which, where there are two."""
    if run.pair is None:
        return "all"
    names = {"all": "all", "A→A": "A looks at A", "A→B": "A looks at B", "B→A": "B looks at A", "B→B": "B looks at B"}
    _warn_of_unknown("halves", list(names.values()))
    chosen: Halves = st.selectbox(
        "Texts", get_args(Halves), format_func=names.__getitem__, key="halves", bind=controls.BIND
    )
    return chosen


def marks() -> Marks:
    """What becomes of <bos>, [CLS] and [SEP]."""
    _warn_of_unknown("marks", get_args(Marks))
    chosen: Marks = st.selectbox(
        "\\<bos\\>, \\[CLS\\], \\[SEP\\]", get_args(Marks), key="marks", bind=controls.BIND,
        help="Much attention rests on these marks, which the model itself puts around every text.",
    )  # fmt: skip
    return chosen


def layer(run: AttentionRun) -> int:
    """The one layer that is drawn, at first layer 0."""
    last = run.n_layers - 1
    asked = st.query_params.get("layer", "0")
    if st.session_state.get("layer", 0) not in range(last + 1):  # of a model with more layers
        st.session_state.layer = 0
    elif asked not in map(str, range(last + 1)):
        st.warning(f"This model has no layer “{messages.plain(asked)}”; it has layers 0 to {last}.")
    return int(st.select_slider("Layer", range(last + 1), key="layer", bind=controls.BIND)) if last else 0


def head_number(run: AttentionRun) -> int:
    """The one head that is looked at, at first head 0; the lab pages' “head” may also be all of them."""
    _warn_of_unknown("head_number", [str(head) for head in range(run.n_heads)])
    return int(st.selectbox("Head", range(run.n_heads), key="head_number", bind=controls.BIND))


def _warn_of_unknown(key: str, known: Collection[str]) -> None:
    """Streamlit falls back to the first choice without a word where the address has none of the known ones."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in known:
        st.warning(f"“{messages.plain(messages.shortened(asked, 40))}” is not one of: {', '.join(known)}.")
