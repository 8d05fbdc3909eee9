"""What the model predicts at a position: in words and as bars."""

from __future__ import annotations

from functools import partial

import streamlit as st

from attn_core import AttentionRun, charts, frames, readings
from attn_core.records.tokens import NextToken
from lab import cache, controls, messages, settings
from lab.figure import picture


def candidates(run: AttentionRun, position: int) -> tuple[NextToken, ...]:
    """The predictions at a position, best first: a decoder's next token, an encoder's masked one, else none."""
    if run.kind == "encoder":
        masked = (token for token in run.masked_tokens if token.position == position)
        return next((token.candidates for token in masked), ())
    if position == run.predicting_pos:
        return run.next_tokens
    return cache.next_tokens_at(cache.chosen_model(), run.prompt, settings.max_tokens(), position)


def headline(run: AttentionRun, position: int, best: tuple[NextToken, ...]) -> None:
    """The predicted token in bold, the rest of its word in lighter ink, and its probability."""
    if not best:
        st.markdown("This model fills in blanks: write **\\[MASK\\]** in the prompt to see what it reads there.")
        return
    st.markdown(f"#### {_lead(run, position)} **:primary[{messages.plain(best[0].label)}]**{_rest(run, position)}")


def _lead(run: AttentionRun, position: int) -> str:
    if run.kind == "encoder":
        return "In the blank the model reads"
    if position == run.predicting_pos:
        return "The model predicts"
    return f"After “{messages.plain(run.tokens[position])}” the model predicted"


def _rest(run: AttentionRun, position: int) -> str:
    """Where the predicted token is only a piece of a word, the piece that would follow, in grey."""
    if run.kind == "encoder" or position != run.predicting_pos:
        return ""
    rest = cache.rest_of_word(cache.chosen_model(), run.prompt, settings.max_tokens())
    return f":gray[{messages.plain(rest)}]" if rest else ""


def bars(best: tuple[NextToken, ...]) -> None:
    """The ten likeliest candidates with their probabilities."""
    if best:
        chart = charts.next_token_bars(best, theme=controls.theme())
        picture(chart, readings.next_token_bars(best), partial(frames.next_token_bars_table, best), "predictions")
