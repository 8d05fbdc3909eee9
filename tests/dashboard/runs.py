"""Runs of the models that pages show, made by attn_core alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from attn_core import AttentionRun, capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.evidence import gather
from attn_core.measures.head_labels import head_labels
from attn_core.measures.interventions import switch_off_heads
from attn_core.measures.predict import continuation, next_tokens_at
from attn_core.models.loading import load_here
from attn_core.records.effects import Effects
from attn_core.records.evidence import Evidence
from attn_core.records.head_labels import HeadLabels
from attn_core.records.tokens import NextToken


@cache
def model(name: str) -> LoadedModel:
    """A model that comes with the package."""
    return load_here(name)


@cache
def run(name: str, prompt: str, pair: str | None = None) -> AttentionRun:
    """What a model makes of a text."""
    return capture(model(name), prompt, pair)


@cache
def labels(name: str) -> HeadLabels:
    """What a model's heads do."""
    return head_labels(model(name))


@cache
def predicted(name: str, prompt: str, position: int) -> Sequence[NextToken]:
    """What is predicted at a position, best first."""
    found = run(name, prompt)
    if found.kind == "encoder":
        return next((each.candidates for each in found.masked_tokens if each.position == position), ())
    return next_tokens_at(model(name), found, position)


@cache
def continued(prompt: str, step: int) -> str:
    """The prompt with as many tokens as Story writes itself."""
    return (prompt, *continuation(model("story"), run("story", prompt)))[step]


@cache
def evidence(prompt: str, layers: tuple[int, ...], heads: tuple[int, ...]) -> Evidence:
    """What each token is worth to Story's prediction."""
    return gather(model("story"), run("story", prompt), layers=layers or None, heads=heads or None)


@cache
def heads_off(prompt: str, to: Literal["zero", "mean"]) -> Effects:
    """What switching off each of Story's heads does."""
    return switch_off_heads(model("story"), run("story", prompt), to=to)
