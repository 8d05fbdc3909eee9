"""A real cluster of one machine, what it serves, and what tests do to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event

import psutil

from attn_core.serve import application
from attn_core.serve.config import Config

TOKEN = "a-token-of-tests"
PROMPT = "Jide was hungry so she went looking for"


@dataclass
class Server:
    """A running server, and the configuration that it has."""

    config: Config
    folders: dict[str, str] = field(default_factory=dict)  # of models that no catalog has

    def address(self, model: str, route: str = "/") -> str:
        """Where a model is."""
        return f"http://127.0.0.1:{self.config.port}{route.rstrip('/')}/{model}"

    def update(self, **changes: object) -> None:
        """Serve another configuration in place of this one, and wait until all replicas have it."""
        self.config = replace(self.config, **changes)  # type: ignore[arg-type]
        application.start(self.config)


def replicas(pool: str) -> list[psutil.Process]:
    """The processes of a pool's replicas."""
    wanted = f"ray::ServeReplica:{pool}:"
    return [process for process in psutil.process_iter() if " ".join(_command(process)).startswith(wanted)]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # ended meanwhile
        return []


@contextmanager
def load(work: Callable[[], object], threads: int = 2) -> Iterator[list[Future[int]]]:
    """Let some threads do `work` over and over while the block runs; at its end each future has the times it was done.

    What `work` raises is raised when the block ends.
    """
    ended = Event()

    def over_and_over() -> int:
        count = 0
        while not ended.is_set():
            work()
            count += 1
            time.sleep(0.05)  # leaves some of two cores to what is tested
        return count

    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(over_and_over) for _ in range(threads)]
        try:
            yield futures
        finally:
            ended.set()
    for future in futures:
        future.result()
