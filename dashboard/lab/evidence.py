"""The parts of the evidence page: words taken away, heads switched off, and what each layer would predict."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal, get_args

import streamlit as st

from attn_core import AttentionRun, frames, pictures, readings
from attn_core.forward.line import Line
from attn_core.frames.wording import fine_percent, listed
from attn_core.records.effects import Effects
from attn_core.records.evidence import REMOVED, effects
from attn_core.story_models.evaluation.truth_text import trust_line
from lab import cache, controls, messages
from lab.figure import explain, figure
from lab.progress import stoppable

Part = Literal["words", "heads", "layers"]
Instead = Literal["zero", "mean"]
_PARTS = {"words": "Words", "heads": "Heads", "layers": "What layers would predict"}
_OFF = {"zero": "nothing at all", "mean": "its mean over the prompt"}


def predicts_next_token() -> bool:
    """Whether the model predicts a next token, which is what is measured here; where it does not, say so."""
    entry = cache.model(cache.chosen_model()).entry
    if entry.kind != "decoder":
        st.info(
            f"{messages.plain(entry.title)} predicts no next token, and that is what is measured here. Choose a model"
            " that continues a text, such as Story or Gemma."
        )
    return entry.kind == "decoder"


def step(run: AttentionRun) -> AttentionRun:
    """The run of the prompt, or of the prompt and the first words that the model itself goes on with."""
    if not st.toggle("Step through a continuation", key="continue", bind=controls.BIND):
        return run
    texts = (run.prompt, *cache.continuation(cache.asked(run.prompt)))
    if len(texts) == 1:
        why = "ends the text here" if cache.ends_text(cache.asked(run.prompt)) else "can read no more here"
        st.info(f"The model {why}, so there is nothing to step through.")
        return run
    if st.session_state.get("step", 0) >= len(texts):
        st.session_state.step = 0
    at: int = st.select_slider(
        "Tokens written by the model", range(len(texts)), key="step", bind=controls.BIND,
        help="Each is the likeliest one. Everything below is about the token that would come next.",
    )  # fmt: skip
    written = texts[at][len(run.prompt) :]
    if written:  # the blank before it stands outside, for Markdown takes no bold that begins with one
        gap = " " * (len(written) - len(written.lstrip()))
        st.markdown(f"{messages.plain(run.prompt)}{gap}**:primary[{messages.plain(written.strip())}]**")
    if cache.ends_text(cache.asked(texts[-1])):
        st.caption(f"The model ends its text {'here' if at == len(texts) - 1 else 'after the last step'}.")
    return cache.run(cache.asked(texts[at]))


def part() -> Part:
    """Which part of the page is shown; only that one is computed."""
    controls.warn_of_unknown("show", _PARTS.values())
    chosen: Part = st.segmented_control(
        "Show", get_args(Part), default="words", required=True, format_func=_PARTS.__getitem__, key="show",
        bind=controls.BIND, label_visibility="collapsed",
    ) or "words"  # fmt: skip
    return chosen


def words(run: AttentionRun) -> None:
    """Every method beside the effect of taking a word away, and which layers agree with it."""
    left, right = st.columns(2)
    with left:
        layers = _some("layer", run.n_layers)
    with right:
        heads = _some("head", run.n_heads)
    asked, chosen, text = cache.asked(run.prompt), (layers, heads), "Taking away each word"
    found = stoppable(
        text, (asked, chosen), lambda report: cache.evidence(asked, chosen, lambda share: report(text, share)), _line()
    )
    figure(pictures.evidence(run, found, chosen, theme=controls.theme()), "evidence")
    st.caption(_how_to_read([method.title.replace("\n", " ") for method in found if not method.measured]))
    st.caption(f"**How far to trust this?** {messages.plain(trust_line())}")
    st.subheader("Which layers can be believed?", anchor=False)
    figure(pictures.layer_correlation(run, effects(found, REMOVED), theme=controls.theme()), "believed")


def heads(run: AttentionRun) -> None:
    """What switching off each head does, and the heads that look from one token at another."""
    controls.warn_of_unknown("off", _OFF.values())
    to = st.selectbox(
        "A head that is off gives", get_args(Instead), format_func=_OFF.__getitem__, key="off", bind=controls.BIND
    )
    asked, text = cache.asked(run.prompt), "Switching off each head"
    measured = stoppable(
        text, (asked, to), lambda report: cache.heads_off(asked, to, lambda share: report(text, share)), _line()
    )
    _map(run, measured)
    st.subheader("Find a head", anchor=False)
    _find(run, measured)


def lens(run: AttentionRun) -> None:
    """What each layer would predict, were it the last."""
    position = controls.position(run)
    layers = cache.logit_lens(cache.asked(run.prompt), position)
    figure(pictures.logit_lens(layers, theme=controls.theme()), "lens")
    st.caption(
        "Each layer’s result goes straight through the model’s last step, as if no layer came after it (the “logit"
        " lens”). The last row is the model’s own prediction."
    )


def _line() -> Line | None:
    """The line before the model that is shown, where it computes here."""
    return cache.model(cache.chosen_model()).line


def _how_to_read(shown: Sequence[str]) -> str:
    return (
        f"All bars have one scale, from 0 to 100 %. {listed([f'**{name}**' for name in shown])} are shares among the"
        " words. The last columns are measured: how much of the prediction’s probability is lost when the predicting"
        " place no longer sees the word (**cut**), and when no place does (**removed**). Orange is below zero: without"
        " the word the prediction is likelier. \\<bos\\> is left out."
    )


def _some(what: Literal["layer", "head"], count: int) -> tuple[int, ...]:
    """Some layers or heads; none chosen means all of them."""
    key = f"{what}s"
    controls.own(key, "evidence")
    controls.warn_of_none(key, what, count)
    chosen = st.multiselect(
        f"{what.capitalize()}s", range(count), key=key, bind=controls.BIND, placeholder=f"all {what}s"
    )
    return tuple(sorted(chosen))


def _map(run: AttentionRun, measured: Effects) -> None:
    picture = pictures.heads_off(measured, theme=controls.theme())
    event = figure(picture, "heads-off", key="heads-map", on_select=partial(_keep, run.prompt), selection_mode="head")
    st.caption("Click a head to open it in the head view.")
    for point in event["selection"].get("head", []):
        address = {"layer": str(point["layer"]), "heads": str(point["head"])}
        st.switch_page("views/head_view.py", query_params=address)


def _keep(prompt: str) -> None:
    """The head view reads what is shown here, which may be a step of the continuation."""
    st.session_state.prompt = prompt


def _find(run: AttentionRun, measured: Effects) -> None:
    """The heads that look from one token at another, the hardest looking first."""
    names = [f"{position} {messages.plain(token)}" for position, token in enumerate(run.tokens)]
    left, right = st.columns(2)
    with left:
        query = controls.position(run)
    with right:
        key = _looked_at(names[: query + 1], frames.joining_heads.most_looked_at(run, query))
    table = frames.joining_heads.table(run, measured, query, key)
    st.dataframe(
        table.head(10), hide_index=True,
        column_config={
            "head": st.column_config.TextColumn("Head", width=60),
            "weight": st.column_config.ProgressColumn(
                "Attention", format="%.1f %%", min_value=0, max_value=100, width=140
            ),
            "without": st.column_config.NumberColumn(
                "Without it", format="%.1f %%", width=90,
                help=f"Probability of “{measured.token.label}” once the head is off. With all heads it is"
                f" {fine_percent(measured.token.probability)}.",
            ),
        },
    )  # fmt: skip
    explain(readings.joining_heads(run, measured, query, key), lambda: table, "joining-heads")


def _looked_at(names: Sequence[str], at_first: int) -> int:
    """One of the tokens; the first choice until another is made, and where that is none of these."""
    controls.follow("looked_at", at_first)
    if st.session_state.get("looked_at", at_first) not in range(len(names)):
        st.session_state.looked_at = at_first
    return int(
        st.selectbox(
            "The token that is looked at", range(len(names)), at_first, format_func=names.__getitem__,
            key="looked_at", bind=controls.BIND,
        )
    )  # fmt: skip
