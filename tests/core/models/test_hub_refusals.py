"""A hub on this machine that refuses, or is silent: each in words of its own."""

from __future__ import annotations

import threading

import pytest
from huggingface_hub import constants

from attn_core.errors import (
    GatedModelError,
    HubBusyError,
    HubUnreachableError,
    ModelError,
    UnknownModelError,
)
from attn_core.models.hub import ask, download
from attn_core.records.model_entry import ModelEntry
from tests.support.hub_faults import Asked
from tests.support.local_hub import WEIGHTS, LocalHub

TOKEN = "hf_not_a_token"


def quiet(words: str, share: float | None) -> None:
    pass


@pytest.mark.parametrize(
    ("status", "token", "headers", "expected", "words"),
    [
        (401, None, {}, UnknownModelError, "or none without a token"),
        (401, TOKEN, {"X-Error-Message": "Invalid credentials in Authorization header"}, GatedModelError, "expired"),
        (401, None, {"X-Error-Code": "GatedRepo"}, GatedModelError, "asks for a licence"),
        (403, None, {}, GatedModelError, "forbids"),
        (403, TOKEN, {"X-Error-Code": "GatedRepo"}, GatedModelError, "asks for a licence"),
        (404, None, {"X-Error-Code": "RepoNotFound"}, UnknownModelError, "The hub has no HuggingFaceTB"),
        (429, None, {"Retry-After": "60"}, HubBusyError, "Try again in 60 seconds"),
        (429, None, {"Retry-After": "300"}, HubBusyError, "Try again in 5 minutes"),
        (503, None, {}, HubUnreachableError, "out of order.* 503"),
    ],
)
def test_each_refusal_has_words_of_its_own(
    local_hub: LocalHub,
    entry: ModelEntry,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    token: str | None,
    headers: dict[str, str],
    expected: type[ModelError],
    words: str,
) -> None:
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    local_hub.faults.status, local_hub.faults.headers = lambda asked: status, headers
    with pytest.raises(ModelError, match=words) as caught:
        download(entry, quiet)
    assert type(caught.value) is expected
    assert local_hub.asked[0].token == (f"Bearer {token}" if token else None)
    said = caught.value.title + caught.value.detail
    assert not any(name in said for name in (TOKEN, "Error", "httpx", "http://"))


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [(401, {"X-Error-Code": "GatedRepo"}, "licence"), (403, {}, "forbids"), (404, {}, "The hub has no")],
)
def test_a_refusal_of_the_files_alone(
    local_hub: LocalHub, entry: ModelEntry, status: int, headers: dict[str, str], words: str
) -> None:
    """The hub tells anyone about a model, and may then refuse its files; the client wraps that refusal."""

    def refuse(asked: Asked) -> int:
        return status if "/resolve/" in asked.path else 200

    local_hub.faults.status, local_hub.faults.headers = refuse, headers
    with pytest.raises(ModelError, match=words):
        download(entry, quiet)


def test_a_token_that_is_revoked_on_the_way(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrived before stays, a new token goes on, and what is complete needs no token."""

    def refuse(asked: Asked) -> int:
        return 401 if asked.path.endswith(f"/{WEIGHTS}") and asked.token == f"Bearer {TOKEN}" else 200

    monkeypatch.setenv("HF_TOKEN", TOKEN)
    local_hub.faults.status = refuse
    local_hub.faults.headers = {"X-Error-Message": "Invalid credentials in Authorization header"}
    with pytest.raises(GatedModelError, match=r"does not know the access token.* \(401\)\. Make a read token"):
        download(entry, quiet)
    before = len(local_hub.fetched("config.json"))
    monkeypatch.setenv("HF_TOKEN", "hf_another_one")
    folder = download(entry, quiet)
    assert len(local_hub.fetched("config.json")) == before
    local_hub.faults.status = lambda asked: 401
    local_hub.asked.clear()
    assert download(entry, quiet) == folder
    assert not local_hub.asked


@pytest.mark.parametrize("silence", ["waits", "no server"])
def test_a_silent_hub_is_left_after_the_time_given(
    local_hub: LocalHub, entry: ModelEntry, silence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_hub.faults.silence = threading.Event()
    if silence == "no server":
        monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(HubUnreachableError, match=r"127\.0\.0\.1:\d+ does not answer"):
        ask(entry, 0.3)
    assert not local_hub.faults.silence.is_set()


def test_the_client_may_be_told_to_stay_offline(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(HubUnreachableError, match="HF_HUB_OFFLINE forbids it"):
        download(entry, quiet)
    assert not local_hub.asked
