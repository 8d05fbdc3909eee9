"""What the model predicts at a position: in words and as bars."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from attn_core import AttentionRun, Look, pictures
from attn_core.records.tokens import NextToken
from lab import cache, controls, messages
from lab.figure import figure


def candidates(run: AttentionRun, position: int) -> tuple[NextToken, ...]:
    """The predictions at a position, best first: a decoder's next token, an encoder's masked one, else none."""
    if run.kind == "encoder":
        masked = (token for token in run.masked_tokens if token.position == position)
        return next((token.candidates for token in masked), ())
    if position == run.predicting_pos:
        return run.next_tokens
    return cache.next_tokens_at(cache.asked(run.prompt), position)


def looking_from(run: AttentionRun, position: int, look: Look) -> Look:
    """The look from one position, with what the model predicted there."""
    best = candidates(run, position)
    return replace(look, query_pos=position, predicted=best[0].label if best else None)


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
    """Where the predicted token is only a piece of a word, the piece that would follow, in grey; or that none would."""
    if run.kind == "encoder" or position != run.predicting_pos:
        return ""
    if cache.ends_text(cache.asked(run.prompt)):
        return ": it ends the text here"
    rest = cache.rest_of_word(cache.asked(run.prompt))
    return f":gray[{messages.plain(rest)}]" if rest else ""


def bars(best: tuple[NextToken, ...]) -> None:
    """The ten likeliest candidates with their probabilities."""
    if best:
        figure(pictures.next_token_bars(best, theme=controls.theme()), "predictions")
