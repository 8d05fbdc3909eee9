"""A class on one server: `python -m tests.benchmarks.load --sessions 40 --seconds 60`; prints a table.

Each student opens the app, enters three prompts (half of them the same for all), changes layers ten times and visits
four pages, the evidence among them, with a pause to look after each.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import random
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pyarrow as pa

from attn_core import capture, load_model
from attn_core.frames.labels import labels
from tests.browser.server import process_of, running
from tests.support.streamlit_session import Answer, Session

SHARED = ("Jide was hungry so she went looking for", "Omar was cold. He asked Lena for a", "The farmer harvested the")
NAMES = ("Ana", "Tom", "Mei", "Ravi", "Zara", "Ines", "Yuki", "Lena", "Omar", "Ben")
STATES = ("hungry", "thirsty", "tired", "cold", "sick", "bored", "late", "lost", "wet", "sad", "happy", "scared")
WAYS = ("so she went to", "and looked for", "but nobody had", "so I gave her", "because of the")
PAGES = ("multiple_sentences", "head_view", "evidence", "single_sentence")
LOOK_S = (1.0, 4.0)
"""How long a student looks at a picture, seconds, drawn evenly."""


@dataclass
class Seen:
    """What the students saw: seconds by interaction, failures in words, bytes of memory a second."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    drawn: list[tuple[str, list[list[str]]]] = field(default_factory=list)  # the prompt, and the words of its charts
    memory: list[int] = field(default_factory=list)

    def note(self, what: str, answer: Answer, prompt: str | None = None) -> None:
        """Keep an answer; of a prompt's picture the words too, to be compared when there is time."""
        self.seconds.setdefault(what, []).append(answer.seconds)
        self.failures += answer.failures
        if prompt is not None:
            self.drawn.append((prompt, list(_words(answer))))

    def mixed_up(self) -> list[str]:
        """The prompts that were answered with another one's words."""
        model, known = load_model("story"), dict[str, set[str]]()
        wrong = []
        for prompt, charts in self.drawn:
            if prompt not in known:
                known[prompt] = set(labels(capture(model, prompt)))
            if not charts or any(set(words) != known[prompt] for words in charts):
                wrong.append(prompt)
        return wrong

    def everything(self) -> list[float]:
        """The seconds of all interactions."""
        return [each for times in self.seconds.values() for each in times]


def _words(answer: Answer) -> Iterator[list[str]]:
    """The tokens of each chart that has a row a token."""
    for element in answer.elements:
        for table in element.vega_lite_chart.datasets:
            read = pa.ipc.open_stream(io.BytesIO(table.data.data)).read_all()
            if "token" in read.column_names and "layer" in read.column_names:
                yield read.column("token").to_pylist()


def prompts(student: int) -> list[str]:
    """A student's three prompts, every other one a prompt of everybody's."""
    rng = random.Random(student)
    own = [f"{rng.choice(NAMES)} was {rng.choice(STATES)} {rng.choice(WAYS)}" for _ in range(3)]
    return [SHARED[number % 3] if (student + number) % 2 else text for number, text in enumerate(own)]


async def student(address: str, number: int, seen: Seen) -> None:
    """One student's lesson."""
    rng = random.Random(number)

    async def look() -> None:
        await asyncio.sleep(rng.uniform(*LOOK_S))

    async with Session(address) as visitor:
        seen.note("open the app", await visitor.open())
        await look()
        seen.note("single sentence", await visitor.open("single_sentence"))
        for prompt in prompts(number):
            await look()
            seen.note("a new prompt", await visitor.choose(prompt=prompt), prompt)
        for _ in range(10):
            await look()
            seen.note("another layer", await visitor.choose(layers=[str(rng.randrange(8))]), prompt)
        for page in PAGES:
            await look()
            seen.note(page, await visitor.open(page, prompt=prompt))


async def watch_memory(server: psutil.Process, seen: Seen) -> None:
    """The memory of the server and what it started, once a second, in bytes."""
    while True:
        family = [server, *server.children(recursive=True)]
        seen.memory.append(sum(each.memory_info().rss for each in family if each.is_running()))
        await asyncio.sleep(1)


async def lesson(address: str, sessions: int, seconds: float) -> Seen:
    """All students, who come evenly over so many seconds."""
    seen = Seen()
    watching = asyncio.create_task(watch_memory(process_of(address), seen))

    async def late(number: int) -> None:
        await asyncio.sleep(number * seconds / sessions)
        try:
            await student(address, number, seen)
        except Exception as error:  # a student whom the server fails is what is counted here
            seen.failures.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(late(number) for number in range(sessions)))
    watching.cancel()
    return seen


def share(times: list[float], below: float) -> float:
    """The time in seconds that a share of interactions stays under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * below))]


def main() -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60.0, help="over how long the students come")
    parser.add_argument("--out", type=Path, help="where the figures go, as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "log") as address:
        seen = asyncio.run(lesson(address, options.sessions, options.seconds))
    print(f"{'interaction':20} {'times':>6} {'median':>7} {'p95':>7} {'most':>7}")
    for what, times in {**seen.seconds, "all": seen.everything()}.items():
        middle, slow = statistics.median(times), share(times, 0.95)
        print(f"{what:20} {len(times):6} {middle:6.2f}s {slow:6.2f}s {max(times):6.2f}s")
    print(f"memory: {max(seen.memory) / 1e6:.0f} MB at most; failures: {len(seen.failures)} {seen.failures[:3]}")
    print(f"prompts drawn with words that are not theirs: {seen.mixed_up()[:3]} of {len(seen.drawn)}")
    if options.out:
        options.out.write_text(json.dumps({"seconds": seen.seconds, "memory": seen.memory}))


if __name__ == "__main__":
    main()
