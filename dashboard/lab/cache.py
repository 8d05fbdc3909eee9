"""What is kept between reruns and shared by visitors: the only st.cache_* decorators.

Everything is keyed on names and texts, never on arrays, and bounded: the models here, the cached runs also by
`maxCacheDataSize` in .streamlit/config.toml.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import streamlit as st

from attn_core import AttentionRun, TranslationRun, capture, diagrams, load_model, translate
from attn_core.charts.theme import Theme
from attn_core.diagrams import Diagram
from attn_core.forward.loaded import Model
from attn_core.frames.evidence import Chosen
from attn_core.frames.halves import Halves
from attn_core.measures import familiarity as measure
from attn_core.measures import head_labels as labels
from attn_core.measures import predict
from attn_core.measures.nearest_prompt import nearest_prompt as nearest
from attn_core.models.background import BackgroundModel
from attn_core.models.catalog import Catalog, load_catalog
from attn_core.records.effects import Effects
from attn_core.records.evidence import Evidence
from attn_core.records.familiarity import Familiarity, Reference
from attn_core.records.head_labels import HeadLabels
from attn_core.records.look import Special
from attn_core.records.model_entry import ModelEntry
from attn_core.records.tokens import NextToken
from lab import log, settings, upkeep
from lab.progress import Report, while_serving

_loaded: WeakValueDictionary[str, Model] = WeakValueDictionary()  # by catalog name, as long as they are kept
Share = Callable[[float], None]  # told the done share, 0 to 1


@dataclass(frozen=True)
class Asked:
    """What a result is computed from: the key under which it is kept."""

    model: str  # a name of the catalog
    prompt: str
    second: str | None  # an encoder's pair, or an encoder–decoder's target
    max_tokens: int


def asked(prompt: str, second: str | None = None) -> Asked:
    """A question to the model that this visitor's page shows."""
    return Asked(chosen_model(), prompt, second, settings.max_tokens())


@st.cache_resource(show_spinner=False, max_entries=1)
def catalog() -> Catalog:
    """The models on offer, read once."""
    settings.read_secrets()
    return load_catalog()


def _are_its_files_unchanged(model: Model) -> bool:
    return model.files is None or model.files.are_unchanged()


@st.cache_resource(show_spinner=False, max_entries=2, validate=_are_its_files_unchanged)
def model(name: str, _report: Report | None = None) -> Model:
    """The model of a catalog name, one for all visitors; the one not used for longest goes when a third comes."""
    began = time.monotonic()
    _loaded[name] = loaded = load_model(name, catalog=catalog(), progress=_report)
    if upkeep.after_loading(loaded):
        st.cache_data.clear()
        reference.clear(name)
    log.event("model loaded", model=name, seconds=round(time.monotonic() - began, 2), bytes=loaded.bytes)
    return loaded


def loaded() -> dict[str, Model]:
    """The models that are in memory, by catalog name."""
    return dict(_loaded)


def is_loaded(name: str) -> bool:
    """Whether a model can be shown at once."""
    return name in _loaded


@st.cache_resource(show_spinner=False, max_entries=1)
def background(name: str) -> BackgroundModel:
    """The hub's model that is fetched and loaded while visitors already see Story; one attempt a process."""
    return BackgroundModel(
        catalog()[name], lambda report: model(name, while_serving(report)), wanted=settings.model_is_named()
    )


def chosen_model() -> str:
    """The catalog name of the model that this visitor's page shows; it is loaded."""
    return str(st.session_state.working_model)


@st.cache_data(show_spinner=False, max_entries=200)
def run(asked: Asked) -> AttentionRun:
    """The capture of a prompt, and of its pair for an encoder."""
    return capture(model(asked.model), asked.prompt, asked.second, max_tokens=asked.max_tokens)


@st.cache_data(show_spinner=False, max_entries=200)
def translation(asked: Asked) -> TranslationRun:
    """The capture of a prompt and of its target, which the model writes itself where there is none."""
    return translate(model(asked.model), asked.prompt, asked.second, max_tokens=asked.max_tokens)


@st.cache_data(show_spinner=False, max_entries=50)
def head_labels(name: str) -> HeadLabels:
    """What a model's heads do, the same for every text."""
    return labels.head_labels(model(name))


@st.cache_resource(show_spinner=False, max_entries=4)
def reference(name: str) -> Future[Reference]:
    """How everyday passages read to a model: measured in another thread, which this starts."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(measure.measure_reference, model(name))
    pool.shutdown(wait=False)
    return future


@st.cache_data(show_spinner=False, max_entries=1000)
def familiarity(asked: Asked) -> Familiarity:
    """How well a model knows a prompt; waits for the reference."""
    return measure.familiarity(model(asked.model), run(asked), reference(asked.model).result())


@st.cache_data(show_spinner=False, max_entries=1000)
def nearest_prompt(asked: Asked) -> str | None:
    """A prompt near to this one that the model knows, where there is one."""
    return nearest(reference(asked.model).result(), asked.prompt)


def larger(name: str) -> ModelEntry | None:
    """The next larger model on offer that fits into this machine's memory now."""
    from attn_core.models.larger import next_larger  # here, for it imports torch

    return next_larger(model(name), catalog())


@st.cache_data(show_spinner=False, max_entries=100)
def model_view(
    asked: Asked, stack: str, *, halves: Halves, special: Special, labelled: bool, theme: Theme
) -> Diagram:  # fmt: skip
    """The model view of one stack of a capture, packed for the browser."""
    stacks = run(asked).stacks if stack == "self" else translation(asked).stacks
    found = head_labels(asked.model) if labelled else None
    return diagrams.model_view(stacks[stack], halves=halves, special=special, labels=found, theme=theme)


@st.cache_data(show_spinner=False, max_entries=1000)
def next_tokens_at(asked: Asked, position: int) -> tuple[NextToken, ...]:
    """What a decoder predicted after an earlier position of a prompt, best first."""
    return predict.next_tokens_at(model(asked.model), run(asked), position)


@st.cache_data(show_spinner=False, max_entries=1000)
def rest_of_word(asked: Asked) -> str:
    """What follows the predicted token up to the end of its word; empty where the token is the word."""
    return predict.rest_of_word(model(asked.model), run(asked))


@st.cache_data(show_spinner=False, max_entries=200)
def continuation(asked: Asked) -> tuple[str, ...]:
    """The prompt with one, two … twenty tokens that the model itself writes."""
    return predict.continuation(model(asked.model), run(asked))


@st.cache_data(show_spinner=False, max_entries=200)
def ends_text(asked: Asked) -> bool:
    """Whether the model would end the text after a prompt."""
    return predict.ends_text(model(asked.model), run(asked))


@st.cache_data(show_spinner=False, max_entries=200)
def evidence(asked: Asked, chosen: Chosen, _progress: Share | None = None) -> Evidence:
    """What each token of a prompt is worth to the prediction; the cut is in the chosen layers and heads."""
    from attn_core.measures.evidence import gather  # here, for it imports torch

    layers, heads = chosen
    return gather(model(asked.model), run(asked), layers=layers or None, heads=heads or None, progress=_progress)


@st.cache_data(show_spinner=False, max_entries=200)
def heads_off(asked: Asked, to: Literal["zero", "mean"], _progress: Share | None = None) -> Effects:
    """What switching off each head does to the prediction."""
    from attn_core.measures.interventions import switch_off_heads

    return switch_off_heads(model(asked.model), run(asked), to=to, progress=_progress)


@st.cache_data(show_spinner=False, max_entries=1000)
def logit_lens(asked: Asked, position: int) -> tuple[tuple[NextToken, ...], ...]:
    """What each layer would predict after a position."""
    from attn_core.measures import logit_lens as lens

    return lens.logit_lens(model(asked.model), run(asked), position)
