"""The calls that a server answers, and how their arguments are read: as strictly as their signatures say."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, get_type_hints

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.dataclasses import dataclass

from attn_core.errors import PromptTooLongError, RefusedError, UnknownModelError
from attn_core.forward.capture import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.translate import translate
from attn_core.measures.attribution import gradient_times_input, value_norms
from attn_core.measures.evidence import gather
from attn_core.measures.familiarity import familiarity, measure_reference
from attn_core.measures.head_labels import head_labels
from attn_core.measures.interventions import cut_edges, remove_tokens, switch_off_heads
from attn_core.measures.logit_lens import logit_lens
from attn_core.measures.predict import continuation, ends_text, next_tokens_at, rest_of_word
from attn_core.records.run import AttentionRun
from attn_core.serve.config import Limits

CALLS: Mapping[str, Callable[..., Any]] = {
    call.__name__: call
    for call in (
        capture, translate, next_tokens_at, rest_of_word, continuation, ends_text, cut_edges, remove_tokens,
        switch_off_heads, gradient_times_input, value_norms, logit_lens, gather, head_labels, measure_reference,
        familiarity,
    )
}  # fmt: skip
_TEXTS = ("prompt", "pair", "target")
_INTS = tuple[int, ...] | None


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Sent:
    """A run as it is sent: the texts that it was made of, and the tokens that they were."""

    prompt: str
    pair: str | None
    ids: tuple[int, ...]


def arguments(call: str, given: object, limits: Limits) -> dict[str, Any]:
    """A call's arguments by name, checked. Raises RefusedError, UnknownModelError for no call, PromptTooLongError."""
    if call not in CALLS:
        raise UnknownModelError(f"There is no call {call!r}", f"There are {', '.join(CALLS)}.")
    try:
        checked = _form(call).model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        raise RefusedError(
            "The request is not understood",
            f"{call}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}. Run the same version at both ends.",
        ) from error
    found = {name: getattr(checked, name) for name in checked.model_fields_set}
    _require_short(found, limits)
    if "max_tokens" in found or call in ("capture", "translate"):
        found["max_tokens"] = min(found.get("max_tokens") or limits.tokens, limits.tokens)
    return found


def compute(model: LoadedModel, call: str, found: Mapping[str, Any], limits: Limits, progress: Any) -> Any:
    """What a call gives. Raises what it raises, and RefusedError where a run is none of this model."""
    given = dict(found)
    if isinstance(sent := given.get("run"), Sent):
        given["run"] = _again(model, sent, limits)
    if given.get("cuts") is not None:
        given["cuts"] = np.array(given["cuts"], dtype=np.bool_).reshape(-1, len(given["run"].token_info))
    if "progress" in inspect.signature(CALLS[call]).parameters:
        given["progress"] = progress
    return CALLS[call](model, **given)


def _again(model: LoadedModel, sent: Sent, limits: Limits) -> AttentionRun:
    run = capture(model, sent.prompt, sent.pair, max_tokens=limits.tokens)
    if run.input_ids != sent.ids:
        raise RefusedError("This run is of another model", f"Capture it again with {model.entry.title}.")
    return run


def _require_short(found: Mapping[str, Any], limits: Limits) -> None:
    run = found.get("run")
    texts = [found.get(name) for name in _TEXTS] + ([run.prompt, run.pair] if isinstance(run, Sent) else [])
    count = sum(len(text) for text in texts if text)
    if count > limits.characters:
        raise PromptTooLongError(
            "The text is too long",
            f"It has {count:,} characters, and this server reads {limits.characters:,}. Use a part of it.",
        )


@cache
def _form(call: str) -> type[BaseModel]:
    """The arguments of a call as a model of their types, where runs, arrays and sets are as they are sent."""
    hints = get_type_hints(inspect.unwrap(CALLS[call]))
    _, *parameters = inspect.signature(CALLS[call]).parameters.values()
    fields: dict[str, Any] = {
        each.name: (_as_sent(each.name, hints[each.name]), ... if each.default is each.empty else each.default)
        for each in parameters
        if each.name != "progress"
    }
    form: type[BaseModel] = create_model(call, __config__=ConfigDict(extra="forbid"), **fields)
    return form


def _as_sent(name: str, hint: Any) -> Any:
    if hint is AttentionRun:
        return Sent
    if name == "cuts":
        return list[list[bool]] | None
    return _INTS if hint == Collection[int] | None else hint
