"""Who is let in, and which requests are refused, each in words."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from attn_core import capture, load_model
from attn_core.errors import BusyError, PromptTooLongError, RefusedError, ServerUnreachableError
from attn_core.forward.loaded import Model
from attn_core.measures.predict import rest_of_word
from attn_core.models import remote
from attn_core.models.remote import TOKEN_VARIABLE
from tests.serve.support import PROMPT, TOKEN, Server


def post(server: Server, body: bytes, call: str = "capture", token: str = TOKEN) -> httpx2.Response:
    """A request that our own client would not make."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx2.post(f"{server.address('story')}/{call}", content=body, headers=headers, timeout=60)


def asked(seconds: float = 60, **arguments: Any) -> bytes:
    return json.dumps({"seconds": seconds}).encode() + b"\n" + json.dumps({"arguments": arguments}).encode()


@pytest.mark.parametrize("token", ["", "wrong", f"{TOKEN}x", TOKEN[:-1]])
def test_a_wrong_token_is_refused(token: str, server: Server, story: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    with pytest.raises(RefusedError, match=r"does not know the token.*Set ATTENTION_LAB_TOKEN"):
        load_model(server.address("story"))
    with pytest.raises(RefusedError, match="does not know the token"):
        capture(story, PROMPT)
    refused = post(server, asked(prompt=PROMPT), token=token)
    assert refused.status_code == 401
    assert TOKEN not in refused.text


def test_texts_over_the_limits(story: Model) -> None:
    with pytest.raises(PromptTooLongError, match="20,001 characters, and this server reads 20,000"):
        capture(story, "a" * 20_001)
    with pytest.raises(PromptTooLongError, match="the limit for Story is 300"):
        capture(story, "the dog " * 400)
    with pytest.raises(PromptTooLongError, match="the limit for Story is 4"):
        capture(story, PROMPT, max_tokens=4)


def test_a_body_over_the_limit(server: Server) -> None:
    refused = post(server, b"x" * (server.config.limits.body_kb * 1000 + 1))
    assert refused.status_code == 413
    assert "reads 1,000 kB" in refused.json()["error"]["detail"]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]\n[]", b"\xff\n{}", b'{"seconds": 1}\n' + b"[" * 5000, asked()])
def test_what_is_no_request(body: bytes, server: Server) -> None:
    refused = post(server, body)
    assert refused.status_code in (400, 422)
    assert refused.json()["error"]["title"] == "The request is not understood"


@pytest.mark.parametrize("arguments", [{"prompt": 3}, {"prompt": "a", "lock": 1}, {"prompt": "a", "max_tokens": "all"}])
def test_arguments_of_a_wrong_type_or_name(arguments: dict[str, Any], server: Server) -> None:
    refused = post(server, asked(**arguments))
    assert refused.status_code == 422
    assert refused.json()["error"]["title"] == "The request is not understood"


@pytest.mark.parametrize("call", ["load_here", "__init__", "eval"])
def test_there_are_no_other_calls(call: str, server: Server) -> None:
    refused = post(server, asked(), call)
    assert refused.status_code == 404
    assert "There is no call" in refused.json()["error"]["title"]


def test_the_server_ends_what_takes_longer_than_was_asked(server: Server) -> None:
    answer = post(server, asked(0.001, prompt=PROMPT))
    told = json.loads(answer.content.splitlines()[-1])["error"]
    assert told["title"] == "This takes too long"
    assert "0.001 seconds" in told["detail"]


def test_the_client_gives_up_at_its_deadline(story: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    run = capture(story, PROMPT)
    monkeypatch.setattr(remote, "SECONDS", 0.001)
    with pytest.raises(BusyError, match=r"0\.001 seconds"):
        rest_of_word(story, run)


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "CARD_S", 1.0)
    with pytest.raises(ServerUnreachableError, match=r"127\.0\.0\.1:9 does not answer"):
        load_model("http://127.0.0.1:9/story")
