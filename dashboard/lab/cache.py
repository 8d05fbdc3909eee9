"""What is kept between reruns and shared by visitors: the only st.cache_* decorators.

Everything is keyed on names and texts, never on arrays, and bounded: the models here, the cached runs also by
`maxCacheDataSize` in .streamlit/config.toml.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from attn_core import AttentionRun, TranslationRun, capture, diagrams, load_model
from attn_core.charts.theme import Theme
from attn_core.diagrams import Diagram
from attn_core.forward.loaded import LoadedModel
from attn_core.frames.halves import Halves, Marks
from attn_core.measures import head_labels as probes
from attn_core.measures import predict
from attn_core.models.catalog import Catalog, load_catalog
from attn_core.records.effects import Effects, Evidence
from attn_core.records.head_labels import HeadLabels
from attn_core.records.tokens import NextToken
from lab import settings
from lab.progress import Report

Share = Callable[[float], None]  # told the done share, 0 to 1


@st.cache_resource(show_spinner=False, max_entries=1)
def catalog() -> Catalog:
    """The models on offer, read once."""
    settings.read_secrets()
    return load_catalog()


@st.cache_resource(show_spinner=False, max_entries=2)
def model(name: str, _report: Report | None = None) -> LoadedModel:
    """The model of a catalog name, one for all visitors; the one not used for longest goes when a third comes."""
    return load_model(name, catalog=catalog(), progress=_report)


def chosen_model() -> str:
    """The catalog name of the model that this visitor's page shows; it is loaded."""
    return str(st.session_state.working_model)


@st.cache_data(show_spinner=False, max_entries=200)
def run(name: str, prompt: str, max_tokens: int, pair: str | None = None) -> AttentionRun:
    """The capture of a prompt, and of its pair for an encoder.

    Raises TypeError for a model that also writes a text: pages of one text ask first.
    """
    found = capture(model(name), prompt, pair, max_tokens=max_tokens)
    if not isinstance(found, AttentionRun):
        raise TypeError(f"{name} has no run of one text")
    return found


@st.cache_data(show_spinner=False, max_entries=200)
def translation(name: str, prompt: str, max_tokens: int, target: str | None) -> TranslationRun:
    """The capture of a prompt and of its target, which the model writes itself where there is none.

    Raises TypeError for a model that writes no text.
    """
    found = capture(model(name), prompt, target=target, max_tokens=max_tokens)
    if not isinstance(found, TranslationRun):
        raise TypeError(f"{name} writes no text")
    return found


@st.cache_data(show_spinner=False, max_entries=50)
def head_labels(name: str) -> HeadLabels:
    """What a model's heads do, the same for every text."""
    return probes.head_labels(model(name))


@st.cache_data(show_spinner=False, max_entries=100)
def model_view(
    name: str, prompt: str, max_tokens: int, second: str | None, part: str, halves: Halves, marks: Marks,
    labelled: bool, theme: Theme
) -> Diagram:  # fmt: skip
    """The model view of one part of a capture, packed for the browser; `second` is the pair, or the target."""
    read = run if part == "self" else translation
    parts = read(name, prompt, max_tokens, second).parts
    labels = head_labels(name) if labelled else None
    return diagrams.model_view(parts[part], halves=halves, marks=marks, labels=labels, theme=theme)


@st.cache_data(show_spinner=False, max_entries=1000)
def next_tokens_at(name: str, prompt: str, max_tokens: int, position: int) -> tuple[NextToken, ...]:
    """What a decoder predicted after an earlier position of a prompt, best first."""
    return predict.next_tokens_at(model(name), run(name, prompt, max_tokens), position)


@st.cache_data(show_spinner=False, max_entries=1000)
def rest_of_word(name: str, prompt: str, max_tokens: int) -> str:
    """What follows the predicted token up to the end of its word; empty where the token is the word."""
    return predict.rest_of_word(model(name), run(name, prompt, max_tokens))


@st.cache_data(show_spinner=False, max_entries=200)
def continuation(name: str, prompt: str, max_tokens: int) -> tuple[str, ...]:
    """The prompt with one, two … twenty tokens that the model itself writes."""
    return predict.continuation(model(name), run(name, prompt, max_tokens))


@st.cache_data(show_spinner=False, max_entries=200)
def evidence(
    name: str,
    prompt: str,
    max_tokens: int,
    layers: tuple[int, ...],
    heads: tuple[int, ...],
    _progress: Share | None = None,
) -> Evidence:
    """What each token of a prompt is worth to the prediction; the cut is in some layers and heads, () being all."""
    from attn_core.measures.evidence import gather  # here, for it imports torch

    return gather(
        model(name), run(name, prompt, max_tokens), layers=layers or None, heads=heads or None, progress=_progress
    )


@st.cache_data(show_spinner=False, max_entries=200)
def heads_off(
    name: str, prompt: str, max_tokens: int, to: Literal["zero", "mean"], _progress: Share | None = None
) -> Effects:
    """What switching off each head does to the prediction."""
    from attn_core.measures.interventions import switch_off_heads

    return switch_off_heads(model(name), run(name, prompt, max_tokens), to=to, progress=_progress)


@st.cache_data(show_spinner=False, max_entries=1000)
def logit_lens(name: str, prompt: str, max_tokens: int, position: int) -> tuple[tuple[NextToken, ...], ...]:
    """What each layer would predict after a position."""
    from attn_core.measures import logit_lens as lens

    return lens.logit_lens(model(name), run(name, prompt, max_tokens), position)
