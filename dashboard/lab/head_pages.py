"""What the three views of heads share: the texts, which of them look at which, the layer, and special tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import streamlit as st

from attn_core import AttentionRun
from attn_core.frames.halves import Halves
from attn_core.records.attention import Attention
from attn_core.records.look import Special
from lab import cache, controls, familiarity, messages, prompt_box, prompts

_STACKS = {"cross": "second text → text", "encoder": "within the text", "decoder": "within the second text"}


@dataclass(frozen=True)
class Read:
    """What a view of heads shows: one attention of what the model read."""

    attention: Attention
    model: str
    texts: tuple[str, str | None]  # the prompt, and its pair or its target
    stack: str = "self"  # or, of an encoder–decoder: cross, encoder, decoder
    pair: bool = False  # the halves of a pair look at each other
    predicting_pos: int | None = None


def read() -> Read | None:
    """What the model makes of the texts on the page; None where there is none that can be read."""
    kind = cache.model(cache.chosen_model()).kind
    return _translation() if kind == "encoder-decoder" else _pair() if kind == "encoder" else _prompt()


def _prompt() -> Read | None:
    run = prompt_box.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
    if run is None:
        return None
    familiarity.gauge(run, "prompt", only_doubts=True)
    return _of(run)


def _pair() -> Read | None:
    left, right = st.columns(2)
    first = left.text_input("Text A", prompts.PAIR[0], key="a", bind=controls.BIND)
    second = right.text_input(
        "Text B", prompts.PAIR[1], key="b", bind=controls.BIND, help="Empty: text A is read alone."
    )
    run = prompt_box.captured("pair", first, second or None)
    return None if run is None else _of(run)


def _of(run: AttentionRun) -> Read:
    return Read(
        run.attention, run.model, (run.prompt, run.pair), pair=run.pair is not None,
        predicting_pos=run.predicting_pos,
    )  # fmt: skip


def _translation() -> Read | None:
    left, right, third = st.columns([2, 2, 1])
    task = prompts.T5_TASK if cache.model(cache.chosen_model()).family == "t5" else ""
    text = left.text_input("Text", task + prompts.TRANSLATE, key="source", bind=controls.BIND)
    target = right.text_input(
        "Second text", key="target", bind=controls.BIND, placeholder="as the model writes it",
        help="What the decoder is shown as written. Empty: what the model itself writes, word by word the likeliest.",
    )  # fmt: skip
    controls.warn_of_unknown("stack", _STACKS.values())
    stack: str = third.selectbox("Attention", _STACKS, format_func=_STACKS.__getitem__, key="stack", bind=controls.BIND)
    run = prompt_box.translated("translation", text, target or None)
    if run is None:
        return None
    if run.generated:
        st.caption(f"The model writes: {messages.plain(run.target) or 'nothing'}")
    return Read(run.stacks[stack], run.model, (run.prompt, None if run.generated else run.target), stack)


def halves(read: Read) -> Halves:
    """Which texts look at which, where a pair was read."""
    if not read.pair:
        return "all"
    names = {"all": "all", "A→A": "A looks at A", "A→B": "A looks at B", "B→A": "B looks at A", "B→B": "B looks at B"}
    controls.warn_of_unknown("halves", names.values())
    chosen: Halves = st.selectbox(
        "Texts", get_args(Halves), format_func=names.__getitem__, key="halves", bind=controls.BIND
    )
    return chosen


def special() -> Special:
    """What becomes of <bos>, [CLS] and [SEP]."""
    return controls.special(get_args(Special))


def layer(attention: Attention) -> int:
    """The one layer that is drawn, at first layer 0."""
    count = attention.n_layers
    _require("layer", count)
    return int(st.select_slider("Layer", range(count), key="layer", bind=controls.BIND)) if count > 1 else 0


def head(attention: Attention) -> int:
    """The one head that is looked at, at first head 0."""
    _require("head", attention.n_heads, "head")
    return int(st.selectbox("Head", range(attention.n_heads), key="head", bind=controls.BIND))


def _require(key: str, count: int, what: str = "layer") -> None:
    """Start with number 0 where the number chosen for another model, or in the address, is none of `count`."""
    controls.own(key, "heads")
    asked = st.query_params.get(key, "0")
    if st.session_state.get(key, 0) not in range(count):
        st.session_state[key] = 0
    elif asked not in map(str, range(count)):
        st.warning(f"This model has no {what} {messages.quoted(asked)}; it has {what}s 0 to {count - 1}.")
