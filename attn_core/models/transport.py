"""One question to a server of models: asked again until it is answered, refused or too late, and given up at once.

All questions go out from one event loop, in a thread of its own, which keeps connections open. Every call only reads,
so that it may be asked again of another replica where one died.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2
import tenacity

from attn_core.errors import BusyError, RefusedError, ServerUnreachableError, UnknownModelError
from attn_core.forward.wanted import require_wanted
from attn_core.records import wire

Result = TypeVar("Result")

_CONNECT_S = 5.0
_SILENCE_S = 15 * wire.AT_IT_EVERY_S  # of a server that had begun to answer: it is dead
_LOOK_UP_S = 0.2  # between two looks at whether the answer is still wanted
_BUSY = (429, 503)
_ILL = (500, 502, 504)


class _AgainError(Exception):
    """An attempt that failed, and may succeed when it is made again; `at_last` is raised where it never does."""

    def __init__(self, at_last: Exception) -> None:
        super().__init__(str(at_last))
        self.at_last = at_last


@dataclass(frozen=True)
class Question:
    """One request: a GET where there is no body."""

    address: str
    token: str | None
    seconds: float  # until it is given up
    body: bytes | None = None


def answer(question: Question, report: Callable[[float], None]) -> bytes:
    """The bytes of the answer; `report` is told shares by this thread.

    Raises what the server tells, RefusedError, UnknownModelError, ServerUnreachableError, BusyError where it is too
    late, GivenUpError as `wanted.until` says, and what `report` raises; the server then stops, too.
    """
    shares: SimpleQueue[float | None] = SimpleQueue()
    future: Future[bytes] = asyncio.run_coroutine_threadsafe(_persistent(question, shares.put), _loop())
    future.add_done_callback(lambda _: shares.put(None))
    try:
        while True:
            require_wanted()
            try:
                share = shares.get(timeout=_LOOK_UP_S)
            except Empty:
                continue
            if share is None:
                return future.result()
            report(share)
    finally:
        future.cancel()


def host(address: str) -> str:
    """The host of an address, as people are told it."""
    return urlsplit(address).netloc


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="remote-models", daemon=True).start()
    return loop


@cache
def _client() -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=200, max_keepalive_connections=50)
    return httpx2.AsyncClient(limits=limits, timeout=httpx2.Timeout(None, connect=_CONNECT_S))


async def _persistent(question: Question, report: Callable[[float], None]) -> bytes:
    """The answer of the first attempt that gets one."""
    late: Exception = BusyError(
        f"{host(question.address)} is busy", f"There was no answer in {question.seconds:g} seconds. Try again later."
    )
    end = asyncio.get_running_loop().time() + question.seconds
    try:
        async with asyncio.timeout_at(end):
            async for attempt in tenacity.AsyncRetrying(
                retry=tenacity.retry_if_exception_type(_AgainError),
                wait=tenacity.wait_random_exponential(0.1, max=2),
                stop=tenacity.stop_never,
                reraise=True,
            ):
                with attempt:
                    try:
                        return await _attempt(question, end - asyncio.get_running_loop().time(), report)
                    except _AgainError as error:
                        late = error.at_last
                        raise
    except TimeoutError:
        pass
    raise late


async def _attempt(question: Question, left: float, report: Callable[[float], None]) -> bytes:
    headers = {"Authorization": f"Bearer {question.token}"} if question.token else {}
    # Ray Serve sends a request to a replica that has this model in memory, where there is one.
    headers["serve_multiplexed_model_id"] = urlsplit(question.address).path.strip("/").split("/")[-2]
    method, body = "GET", question.body
    if body is not None:
        method, body = "POST", json.dumps({"seconds": left}).encode() + b"\n" + body
    try:
        async with _client().stream(method, question.address, content=body, headers=headers) as response:
            if response.status_code != 200:
                raise _refused(question, response.status_code, await response.aread())
            return await _read(response.aiter_bytes(), report)
    except (httpx2.TransportError, _SilentError) as error:
        raise _AgainError(_unreachable(question)) from error


class _SilentError(Exception):
    """A server stopped in the middle of its answer."""


async def _read(chunks: AsyncIterator[bytes], report: Callable[[float], None]) -> bytes:
    """The bytes after the lines of an answer. Raises the error that it tells, _SilentError where it breaks off."""
    buffer = b""
    while True:
        while b"\n" not in buffer:
            buffer += await _next(chunks)
        text, buffer = buffer.split(b"\n", 1)
        fields: dict[str, Any] = json.loads(text)
        if "error" in fields:
            raise wire.raised(fields["error"])
        if "share" in fields:
            report(fields["share"])
        if "bytes" in fields:
            break
    parts = [buffer]
    while sum(map(len, parts)) < fields["bytes"]:
        parts.append(await _next(chunks))
    return b"".join(parts)


async def _next(chunks: AsyncIterator[bytes]) -> bytes:
    try:
        async with asyncio.timeout(_SILENCE_S):
            return await anext(chunks)
    except (StopAsyncIteration, TimeoutError) as error:
        raise _SilentError from error


def _refused(question: Question, status: int, body: bytes) -> Exception:
    server = host(question.address)
    if status in _BUSY:
        return _AgainError(
            BusyError(f"{server} is busy", "More wait for it than it takes. Try again in a moment, or add replicas.")
        )
    if status in _ILL:
        return _AgainError(_unreachable(question))
    try:
        return wire.raised(json.loads(body)["error"])
    except (ValueError, LookupError, TypeError):
        pass
    if status == 404:
        return UnknownModelError(f"{server} has no such model", f"Correct the address {question.address}.")
    return RefusedError(f"{server} refuses this", f"It answers with {status}. Ask whoever runs it.")


def _unreachable(question: Question) -> ServerUnreachableError:
    return ServerUnreachableError(
        f"{host(question.address)} does not answer",
        "The model computes there. Check the connection and the address, and whether the server runs; or choose Story,"
        " which needs none.",
    )
