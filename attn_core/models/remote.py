"""A model that computes on a server: an address in, a model out on which every call works the same."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, is_dataclass, replace
from typing import Any

import numpy as np

from attn_core.errors import CatalogError, ServerUnreachableError
from attn_core.forward.anywhere import DistantModel, Progress
from attn_core.models import transport
from attn_core.models.transport import Question
from attn_core.records import parcel
from attn_core.records.model_entry import ModelEntry
from attn_core.records.run import AttentionRun
from attn_core.records.translation import TranslationRun

TOKEN_VARIABLE = "ATTENTION_LAB_TOKEN"  # of the server; here it is sent, there it is asked for
ROUNDED = "?float16"  # at the end of an address: queries and keys travel in half the size
SECONDS = 120.0  # for one call, its retries included
CARD_S = 30.0
_CARD = ("device", "dtype", "where", "n_ctx", "n_parameters")
_SHAPE = ("depths", "n_heads", "family", "specials")


@dataclass(frozen=True)
class Shape:
    """What a model's card tells of its layers and its tokenizer."""

    depths: dict[str, int]
    n_heads: int
    family: str
    specials: dict[str, str]


@dataclass(frozen=True, eq=False)
class RemoteModel(DistantModel):
    """A model on a server. What is known of it was asked once; everything else is asked when it is called."""

    entry: ModelEntry
    device: str  # there
    dtype: str
    where: str  # in words, with the server's host
    n_ctx: int | None
    n_parameters: int
    shape: Shape
    address: str  # "https://host/story"
    rounded: bool  # queries and keys arrive in float16; each run says how far off its weights are

    @property
    def depths(self) -> dict[str, int]:
        """Number of layers in each stack, as the server told."""
        return self.shape.depths

    @property
    def n_heads(self) -> int:
        """Number of query heads in each layer."""
        return self.shape.n_heads

    @property
    def family(self) -> str:
        """The architecture, as transformers calls it."""
        return self.shape.family

    @property
    def specials(self) -> dict[str, str]:
        """Its own tokens as text, by what transformers calls their use."""
        return self.shape.specials

    def ask(self, call: str, arguments: Mapping[str, Any], progress: Progress | None) -> Any:
        """What a call gives there. Raises what it would raise here, and the errors of `transport.answer`."""
        sent = {name: _sent(value) for name, value in arguments.items()}
        body = json.dumps({"arguments": sent, "rounded": self.rounded}).encode()
        question = Question(f"{self.address}/{call}", _token(), SECONDS, body)
        result = parcel.unpacked(transport.answer(question, progress or (lambda share: None)))
        # There the model may have another name than in the catalog here.
        return replace(result, model=self.entry.name) if isinstance(result, AttentionRun | TranslationRun) else result


def connect(entry: ModelEntry | str) -> RemoteModel:
    """The model at an entry's address, or at a plain address.

    Raises RefusedError where the server wants another token, UnknownModelError where it has no such model,
    ServerUnreachableError, and CatalogError where the entry names another kind than the model is.
    """
    repository = entry if isinstance(entry, str) else entry.repository
    address = repository.removesuffix(ROUNDED).rstrip("/")
    answered = transport.answer(Question(f"{address}/card", _token(), CARD_S), lambda share: None)
    try:
        card = json.loads(answered)
        found = ModelEntry(name=address, repository=repository, memory_mb=0, **card["entry"])
        told = {name: card[name] for name in _CARD}
        shape = Shape(**{name: card[name] for name in _SHAPE})
    except (ValueError, LookupError, TypeError) as error:
        raise ServerUnreachableError(
            f"{transport.host(address)} is no server of this program, or of another version",
            f"Correct the address {address}, or run the same version at both ends.",
        ) from error
    if isinstance(entry, ModelEntry):
        if entry.kind != found.kind:
            raise CatalogError(
                "A catalog entry is wrong", f'In [{entry.name}], write kind = "{found.kind}": {address} is one.'
            )
        found = entry
    told["where"] += f", at {transport.host(address)}"
    return RemoteModel(entry=found, shape=shape, address=address, rounded=repository.endswith(ROUNDED), **told)


def _token() -> str | None:
    return os.environ.get(TOKEN_VARIABLE, "").strip() or None


def _sent(value: Any) -> Any:
    """An argument as JSON. A run travels as the texts it was made of, for there they give the same run again."""
    if isinstance(value, AttentionRun):
        return {"prompt": value.prompt, "pair": value.pair, "ids": value.input_ids}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [int(each) for each in value] if isinstance(value, Collection) and not isinstance(value, str) else value
