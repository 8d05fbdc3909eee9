"""What a replica answers while it computes, and that it stops when nobody reads on."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from attn_core import capture
from attn_core.errors import EmptyPromptError, GivenUpError
from attn_core.forward.wanted import require_wanted
from attn_core.measures.interventions import switch_off_heads
from attn_core.records import wire
from attn_core.serve import work
from tests.support.tiny_models import Tiny
from tests.support.waiting import PATIENCE_S, until

Computing = Callable[[work.Progress], Awaitable[bytes]]


def answered(computing: Computing, seconds: float = 60) -> list[bytes]:
    async def read() -> list[bytes]:
        return [part async for part in work.answer(computing, seconds)]

    return asyncio.run(read())


def test_progress_comes_before_the_bytes() -> None:
    async def computing(report: work.Progress) -> bytes:
        for share in (0.5, 1.0):
            report(share)
            await asyncio.sleep(0)
        return b"result"

    assert answered(computing) == [b'{"share": 0.5}\n', b'{"share": 1.0}\n', b'{"bytes": 6}\nresult']


def test_a_server_that_computes_says_that_it_is_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "AT_IT_EVERY_S", 0.01)

    async def computing(report: work.Progress) -> bytes:
        await asyncio.sleep(0.1)
        return b""

    first, *_, last = answered(computing)
    assert (first, last) == (b"{}\n", b'{"bytes": 0}\n')


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (EmptyPromptError("Nothing", "Type."), {"type": "EmptyPromptError", "title": "Nothing", "detail": "Type."}),
        (IndexError("position 9"), {"type": "IndexError", "title": "position 9", "detail": ""}),
    ],
)
def test_an_error_is_told_and_raised_again(error: Exception, told: dict[str, Any]) -> None:
    async def computing(report: work.Progress) -> bytes:
        raise error

    [line] = answered(computing)
    assert json.loads(line) == {"error": told}
    again = wire.raised(told)
    assert (type(again), str(again)) == (type(error), str(error))


def test_of_an_unforeseen_error_nothing_is_told() -> None:
    async def computing(report: work.Progress) -> bytes:
        raise RuntimeError("a secret prompt")

    [line] = answered(computing)
    assert b"secret" not in line
    assert b"could not compute" in line


def test_a_type_that_is_no_error_of_ours_is_not_looked_up() -> None:
    assert type(wire.raised({"type": "annotations", "title": "a", "detail": "b"})).__name__ == "AttnCoreError"


def test_what_is_late_ends_in_words() -> None:
    async def computing(report: work.Progress) -> bytes:
        await asyncio.sleep(PATIENCE_S)
        return b""

    *_, line = answered(computing, 0.01)
    assert json.loads(line)["error"]["type"] == "BusyError"


def test_a_reader_who_goes_ends_the_work(tiny: Tiny) -> None:
    model, ended = tiny("llama"), threading.Event()
    run, turns = capture(model, "the cat sat on the mat"), []

    def for_ever(report: work.Progress) -> bytes:
        try:
            while True:
                switch_off_heads(model, run, progress=report)
                turns.append(1)
        except GivenUpError:
            ended.set()
            raise

    async def go_after_the_first_share(pool: ThreadPoolExecutor) -> None:
        async def computing(report: work.Progress) -> bytes:
            return await work.in_thread(pool, lambda: for_ever(report))

        answer = work.answer(computing, 60)
        async for part in answer:
            if b"share" in part:
                break
        await answer.aclose()  # type: ignore[attr-defined]

    with ThreadPoolExecutor(1) as pool:
        asyncio.run(go_after_the_first_share(pool))
        until(ended.is_set)
    require_wanted()  # of this thread nobody has given up anything
