"""The line before a model: its order, its bound, its estimate, and who leaves it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from attn_core import capture
from attn_core.errors import BusyError, GivenUpError
from attn_core.forward import line as module
from attn_core.forward.line import Line
from attn_core.forward.wanted import until
from attn_core.measures.interventions import cut_edges, remove_tokens
from tests.support.tiny_models import Tiny

LONG = 60.0


def until_true(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def stand(line: Line, pool: ThreadPoolExecutor, took: list[int], number: int) -> Future[None]:
    """Let a thread stand in line, and wait until it does."""
    before, begun = len(line), threading.Event()

    def turn() -> None:
        begun.set()
        assert line.acquire(LONG)
        took.append(number)
        line.release()

    future = pool.submit(turn)
    until_true(lambda: begun.is_set() and len(line) > before)
    return future


def test_first_come_first_served() -> None:
    line, took = Line(), list[int]()
    line.acquire(LONG)
    with ThreadPoolExecutor(8) as pool:
        waiting = [stand(line, pool, took, number) for number in range(8)]
        line.release()
        for future in waiting:
            future.result(LONG)
    assert took == list(range(8))
    assert len(line) == 0


def test_long_work_goes_to_the_end_after_each_portion() -> None:
    line, took = Line(), list[int]()
    line.acquire(LONG)
    with ThreadPoolExecutor(1) as pool:
        asked = stand(line, pool, took, 1)
        line.release()
        line.acquire(LONG)  # the next portion of the same work, asked for at once
        assert took == [1]
        line.release()
        asked.result(LONG)


def test_who_waits_too_long_stands_there_no_more() -> None:
    line = Line()
    line.acquire(LONG)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(line.acquire, 0.01).result(LONG) is False
    assert len(line) == 1


def test_a_line_is_bounded(monkeypatch: pytest.MonkeyPatch, tiny: Tiny) -> None:
    monkeypatch.setattr(module, "MOST", 0)
    model = tiny("gpt2")
    with model.forward_lock(), pytest.raises(BusyError):
        capture(model, " the cat")


def test_the_place_and_what_is_left_to_wait() -> None:
    line, took = Line(), list[int]()
    line.acquire(LONG)
    line._begun -= 2.0  # as if this turn had taken two seconds
    line.release()
    line.acquire(LONG)
    with ThreadPoolExecutor(2) as pool:
        waiting = [stand(line, pool, took, number) for number in range(2)]
        threads = [owner for _, owner in line._tickets]
        places, seconds = zip(*(line.ahead(thread) for thread in threads), strict=True)
        line.release()
        for future in waiting:
            future.result(LONG)
    assert places == (0, 1, 2)
    np.testing.assert_allclose(seconds, (0, 2, 4), rtol=0.05)
    assert line.ahead(threading.get_ident()) == (0, 0.0)


def test_who_leaves_frees_the_place_while_waiting() -> None:
    line, given_up = Line(), threading.Event()
    line.acquire(LONG)

    def ask() -> None:
        with until(given_up.is_set):
            line.acquire(LONG)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask)
        until_true(lambda: len(line) == 2)
        given_up.set()
        with pytest.raises(GivenUpError):
            waiting.result(LONG)
    assert len(line) == 1


@pytest.mark.parametrize("work", [remove_tokens, cut_edges])
def test_work_that_nobody_wants_ends_after_its_portion(
    work: Callable[..., object], tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attn_core.measures.interventions.TOKENS_AT_ONCE", 1)
    model, given_up = tiny("gpt2"), threading.Event()
    run = capture(model, " the" * 20)
    forwards: list[int] = []

    def count(*_: object) -> None:
        forwards.append(1)
        if len(forwards) == 3:
            given_up.set()

    watch = model.model.get_input_embeddings().register_forward_hook(count)
    try:
        with until(given_up.is_set), pytest.raises(GivenUpError):
            work(model, run)
    finally:
        watch.remove()
    assert len(forwards) == 3
    assert len(model.line) == 0
    work(model, run)  # outside, the condition means nothing
