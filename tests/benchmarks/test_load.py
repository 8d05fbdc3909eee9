"""A class of forty and a course of a hundred on one server, beside the budgets: run it with `-s`.

Alone on two cores; the driver takes a part of them. Where the machine allows it the system itself limits the memory.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.load import Seen, lesson, share
from tests.benchmarks.support import report
from tests.browser.server import Server, process_of
from tests.support.memory_group import memory_group
from tests.support.streamlit_session import Session

MEMORY = 690_000_000
WORDS = [
    "the",
    "cat",
    "was",
    "hungry",
    "so",
    "she",
    "went",
    "looking",
    "for",
    "bread",
    "in",
    "an",
    "old",
    "house",
    "near",
    "the",
    "river",
    "where",
    "a",
    "boy",
    "played",
]


@contextmanager
def small_server(log: Path) -> Iterator[str]:
    """A server with no more memory than Community Cloud gives at the least."""
    with memory_group(MEMORY) as processes:
        server = Server(log, {})
        processes.write_text(str(process_of(server.address).pid))
        try:
            yield server.address
        finally:
            server.stop()


@pytest.mark.parametrize(("sessions", "seconds"), [(40, 60), (100, 180)])
def test_a_class_at_once(sessions: int, seconds: float, tmp_path: Path) -> None:
    with small_server(tmp_path / "log") as address:
        seen = asyncio.run(lesson(address, sessions, seconds))
    times = seen.everything()
    assert seen.failures == []
    assert seen.mixed_up() == []
    report(f"{sessions} sessions, median interaction", statistics.median(times), "s", 0.7)
    report(f"{sessions} sessions, 95 of 100 interactions", share(times, 0.95), "s", 2)
    report(f"{sessions} sessions, memory", max(seen.memory) / 1e6, "MB", 690)


def test_memory_comes_back_after_the_caches_turned_over_five_times(tmp_path: Path) -> None:
    """200 captures are kept, and at most 100 MB of them, which 30 long texts fill: 150 of them."""

    async def read(address: str) -> Seen:
        process, seen = process_of(address), Seen()
        async with Session(address) as visitor:
            await visitor.open()
            await visitor.open("single_sentence")
            for number in range(150):
                text = " ".join(WORDS[(place * (number + 2) + number) % len(WORDS)] for place in range(285))
                seen.note("a long prompt", await visitor.choose(prompt=text))
                seen.memory.append(process.memory_info().rss)
        return seen

    with small_server(tmp_path / "log") as address:
        seen = asyncio.run(read(address))
    assert seen.failures == []
    report("memory after five times as many texts as are kept, over once", seen.memory[-1] / seen.memory[30], "x", 1.1)
    report("memory", max(seen.memory) / 1e6, "MB", 690)
