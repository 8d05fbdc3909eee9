"""Whether the model knows the prompt: a step in words beside the prediction, and what to try where it is lost."""

from __future__ import annotations

from concurrent.futures import Future

import streamlit as st

from attn_core import AttentionRun, readings
from attn_core.errors import AttnCoreError
from attn_core.records.familiarity import Familiarity, Reference, Step
from lab import cache, messages, model_list, model_picker, prompts

_BADGES: dict[Step, str] = {
    "at home": ":green-badge[:material/check_circle: At home]",
    "unsure": ":orange-badge[:material/help: Unsure]",
    "lost": ":red-badge[:material/explore_off: Lost]",
}
_POLL_S = 0.5
_SHOWN = 160  # characters of a text whose words are marked


def gauge(run: AttentionRun, key: str, *, only_doubts: bool = False) -> None:
    """How well the model knows the prompt of a run; `key` is the prompt box that a better prompt is put into.

    Nothing where there is no prediction; with `only_doubts` nothing where the model is at home.
    """
    if run.pair is not None or not (run.next_tokens or run.masked_tokens):
        return
    measured = cache.reference(run.model)
    if not measured.done():
        st.fragment(_wait, run_every=_POLL_S)(measured)
        return
    try:
        reference = measured.result()
        found = cache.familiarity(cache.asked(run.prompt))
    except AttnCoreError as error:
        cache.reference.clear(run.model)
        st.caption(messages.plain(f"How well the model knows this can’t be told now. {error.title}: {error.detail}"))
        return
    if only_doubts and found.step == "at home":
        return
    with st.container(key="familiarity", gap="small"):
        _line(found)
        if found.unknown and found.taught_whole:
            st.markdown(_marked(run.prompt, found))
        if found.step == "lost":
            _instead(run, reference, key)


def begin() -> None:
    """Start to measure how everyday passages read to the model, so that it is known when a page asks."""
    if "working_model" in st.session_state and cache.model(cache.chosen_model()).kind == "decoder":
        cache.reference(cache.chosen_model())


def _wait(measured: Future[Reference]) -> None:
    if measured.done():
        st.rerun()
    st.caption("How well the model knows this text is being measured …")


def _line(found: Familiarity) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        said = messages.plain(readings.familiarity(found))  # no st.caption: it would fade the badge
        st.markdown(f"{_BADGES[found.step]} :small[:gray[{said}]]", width="stretch")
        with st.popover("Why?", type="tertiary", width="content"):
            for name, figure in readings.familiarity_figures(found):
                st.markdown(f"**{name}.** {messages.plain(figure)}")
            st.caption(
                "The everyday texts are short passages that come with this program. No model was trained on them here,"
                " and which words go on with them is known."
            )


def _marked(prompt: str, found: Familiarity) -> str:
    """The text with its unknown words marked, and how many pieces each is in; of a long text what is about these."""
    start, end = found.unknown[0].span[0], found.unknown[-1].span[1]
    short = len(prompt) <= _SHOWN
    at = 0 if short else max(0, start - _SHOWN // 4)
    stop = len(prompt) if short else min(len(prompt), at + _SHOWN, end + _SHOWN // 4)
    marked = "…" if at else ""
    for word in found.unknown:
        if word.span[1] <= stop:
            pieces = f"{word.pieces} pieces" if word.pieces > 1 else "unknown"
            marked += messages.plain(prompt[at : word.span[0]])
            marked += f":red-background[{messages.plain(word.text)} :small[:gray[{pieces}]]]"
            at = word.span[1]
    return marked + messages.plain(prompt[at:stop]) + ("…" if stop < len(prompt) else "")


def _instead(run: AttentionRun, reference: Reference, key: str) -> None:
    """A prompt that works, and a larger model, each a button."""
    near, larger = cache.nearest_prompt(cache.asked(run.prompt)), cache.larger(run.model)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if near is not None:
            [text] = prompts.fitting(run.kind, near)
            st.caption("The model knows", width="content")
            shown = messages.plain(messages.shortened(text, 60))
            st.button(shown, key=f"{key}-known", on_click=_set, args=(key, text))
        if larger is not None:
            st.caption("Ask a larger one", width="content")
            label = messages.plain(model_picker.label(larger))
            st.button(label, key=f"{key}-larger", on_click=model_list.choose, args=(larger.name,))


def _set(key: str, value: str) -> None:
    st.session_state[key] = value
