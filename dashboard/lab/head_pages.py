"""What the three views of heads share: the texts, which of them look at which, the layer, and the marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

import streamlit as st

from attn_core import AttentionRun
from attn_core.frames.halves import Halves, Marks
from attn_core.records.attention import Attention
from lab import cache, controls, messages, prompts

_PARTS = {"cross": "second text → text", "encoder": "within the text", "decoder": "within the second text"}


@dataclass(frozen=True)
class Read:
    """What a view of heads shows: one attention of what the model read."""

    attention: Attention
    model: str
    texts: tuple[str, str | None]  # the prompt, and its pair or its target
    part: str = "self"  # or, of an encoder–decoder: cross, encoder, decoder
    pair: bool = False  # the halves of a pair look at each other
    predicting_pos: int | None = None


def read() -> Read | None:
    """What the model makes of the texts on the page; None where there is none that can be read."""
    kind = cache.model(cache.chosen_model()).kind
    return _translation() if kind == "encoder-decoder" else _pair() if kind == "encoder" else _prompt()


def _prompt() -> Read | None:
    run = controls.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
    return None if run is None else _of(run)


def _pair() -> Read | None:
    left, right = st.columns(2)
    first = left.text_input("Text A", prompts.PAIR[0], key="a", bind=controls.BIND)
    second = right.text_input(
        "Text B", prompts.PAIR[1], key="b", bind=controls.BIND, help="Empty: text A is read alone."
    )
    run = controls.captured("pair", first, second or None)
    return None if run is None else _of(run)


def _of(run: AttentionRun) -> Read:
    return Read(
        run.stacks["self"], run.model, (run.prompt, run.pair), pair=run.pair is not None,
        predicting_pos=run.predicting_pos,
    )  # fmt: skip


def _translation() -> Read | None:
    left, right, third = st.columns([2, 2, 1])
    task = prompts.T5_TASK if cache.model(cache.chosen_model()).model.config.model_type == "t5" else ""
    text = left.text_input("Text", task + prompts.TRANSLATE, key="source", bind=controls.BIND)
    target = right.text_input(
        "Second text", key="target", bind=controls.BIND, placeholder="as the model writes it",
        help="What the decoder is shown as written. Empty: what the model itself writes, word by word the likeliest.",
    )  # fmt: skip
    _warn_of_unknown("part", _PARTS.values())
    part: str = third.selectbox("Attention", _PARTS, format_func=_PARTS.__getitem__, key="part", bind=controls.BIND)
    run = controls.translated("translation", text, target or None)
    if run is None:
        return None
    if run.generated:
        st.caption(f"The model writes: {messages.plain(run.target) or 'nothing'}")
    return Read(run.stacks[part], run.model, (run.prompt, None if run.generated else run.target), part)


def halves(read: Read) -> Halves:
    """Which texts look at which, where a pair was read."""
    if not read.pair:
        return "all"
    names = {"all": "all", "A→A": "A looks at A", "A→B": "A looks at B", "B→A": "B looks at A", "B→B": "B looks at B"}
    _warn_of_unknown("halves", names.values())
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


def layer(attention: Attention) -> int:
    """The one layer that is drawn, at first layer 0."""
    count = attention.n_layers
    _require("layer", count)
    return int(st.select_slider("Layer", range(count), key="layer", bind=controls.BIND)) if count > 1 else 0


def head_number(attention: Attention) -> int:
    """The one head that is looked at; the lab pages' “head” may also be all of them."""
    _require("head_number", attention.n_heads, "head")
    return int(st.selectbox("Head", range(attention.n_heads), key="head_number", bind=controls.BIND))


def _require(key: str, count: int, what: str = "layer") -> None:
    """Start with number 0 where the number chosen for another model, or in the address, is none of `count`."""
    asked = st.query_params.get(key, "0")
    if st.session_state.get(key, 0) not in range(count):
        st.session_state[key] = 0
    elif asked not in map(str, range(count)):
        st.warning(f"This model has no {what} “{messages.plain(asked)}”; it has {what}s 0 to {count - 1}.")


def _warn_of_unknown(key: str, known: Collection[str]) -> None:
    """Streamlit falls back to the first choice without a word where the address has none of the known ones."""
    asked = st.query_params.get(key)
    if asked is not None and asked not in known:
        st.warning(f"“{messages.plain(messages.shortened(asked, 40))}” is not one of: {', '.join(known)}.")
