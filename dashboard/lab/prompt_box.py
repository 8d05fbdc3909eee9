"""The texts that a visitor types, and what the model makes of them; the last that could be used stays on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from attn_core import AttentionRun, TranslationRun
from attn_core.errors import AttnCoreError
from attn_core.forward.texts import without_last_blanks
from attn_core.forward.typed_specials import typed_specials
from lab import cache, controls, messages, progress, prompts, rate_limit

Run = TypeVar("Run", AttentionRun, TranslationRun)
_MOST_TOLD = 5  # kinds of special tokens; some models have hundreds


def prompt_run(key: str, default: str, others: Sequence[str], label: str = "Prompt") -> AttentionRun | None:
    """A prompt box, examples beside it, and what the model makes of its text.

    A text that can't be used gets a message, and the last one that could be stays on the page; None where there
    was none.
    """
    box = st.text_input if len(default) < 80 else st.text_area
    text = box(label, default, key=key, bind=controls.BIND, help="Press Enter, or click outside the box, to predict.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Try", width="content")
        kind = cache.model(cache.chosen_model()).kind
        examples = (example for example in prompts.fitting(kind, default, *others) if example != text)
        for i, example in enumerate(examples):
            st.button(
                messages.plain(messages.shortened(example, 48)),
                key=f"{key}-example-{i}",
                on_click=_set,
                args=(key, example),
            )
    return captured(key, text)


def captured(key: str, text: str, pair: str | None = None) -> AttentionRun | None:
    """The capture of a text, and of its pair; where it can't be used, a message and the last one that could be."""
    return _last_good(key, cache.run, text, pair)


def translated(key: str, text: str, target: str | None) -> TranslationRun | None:
    """The capture of a text and its target; where it can't be used, a message and the last one that could be."""
    return _last_good(key, cache.translation, text, target)


def _last_good(key: str, read: Callable[[cache.Asked], Run], *texts: str | None) -> Run | None:
    last = f"last-good-{key}"
    typed, texts = texts, tuple(text and without_last_blanks(text) for text in texts)
    if texts != typed:
        st.caption("The blanks at the end are left out: the model would read them as words of their own.")
    controls.begin_with(key, _asked(texts))
    try:
        rate_limit.require_turn(key, _asked(texts))
        run = _read(read, texts)
    except AttnCoreError as error:
        messages.show_error(error)
        if isinstance(error, rate_limit.RateError):
            st.button(rate_limit.AGAIN, key=f"{key}-again")  # Enter does nothing where the text is the same
        if last not in st.session_state:
            return None
        texts = st.session_state[last]
        st.info(f"Below is still the last prompt that worked: {messages.quoted(texts[0] or '', 200)}")
        run = _read(read, texts)
    st.session_state[last] = texts
    _tell_of_specials(run)
    return run


def _tell_of_specials(run: AttentionRun | TranslationRun) -> None:
    """What was typed as text and is no text to the model, such as "<eos>"."""
    model = cache.model(run.model)
    if isinstance(run, AttentionRun):
        typed = typed_specials(model, run.token_info, run.prompt, run.pair)
    else:
        typed = typed_specials(model, run.encoder.query_tokens, run.prompt)
        typed |= typed_specials(model, run.decoder.query_tokens, run.target)
    for written, role in list(typed.items())[:_MOST_TOLD]:
        st.caption(f"{messages.quoted(written)} is not read as letters: it is the model’s own token for {role}.")


def _read(read: Callable[[cache.Asked], Run], texts: Sequence[str | None]) -> Run:
    """What the model makes of the texts; who has to wait for others sees how long."""
    asked = _asked(texts)
    return progress.watched("Reading the text", lambda report: read(asked), cache.model(asked.model).line)


def _asked(texts: Sequence[str | None]) -> cache.Asked:
    return cache.asked(texts[0] or "", texts[1])


def _set(key: str, value: object) -> None:
    st.session_state[key] = value


def second_run(first: AttentionRun) -> AttentionRun | None:
    """A second prompt to compare with the first, and what the model makes of it; None while it is empty."""
    text = st.text_input(
        "Second prompt", key="prompt2", bind=controls.BIND, placeholder=f"{first.prompt} …",
        help="Add, remove or change a word. It is drawn below with the same layers on the same scale.",
    )  # fmt: skip
    return captured("prompt2", text) if text else None
