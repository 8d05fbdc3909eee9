"""A real cluster of one machine, what it serves, and what tests do to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Lock

import psutil

from attn_core.serve import application
from attn_core.serve.config import Config
from tests.support.waiting import until

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


@dataclass
class Load:
    """Work that some threads do over and over."""

    times: int = 0  # that it was done
    failures: list[BaseException] = field(default_factory=list)

    def goes_on(self, times: int) -> None:
        """Wait until it was done so many times more, or has failed."""
        enough = self.times + times
        until(lambda: self.failures or self.times >= enough)


@contextmanager
def load(work: Callable[[], object], threads: int = 2) -> Iterator[Load]:
    """Let some threads do `work` over and over while the block runs; what it raised is raised at the end."""
    ended, state, lock = Event(), Load(), Lock()

    def over_and_over() -> None:
        while not ended.is_set():
            try:
                work()
            except BaseException as error:
                state.failures.append(error)
                return
            with lock:
                state.times += 1
            time.sleep(0.05)  # leaves some of two cores to what is tested

    with ThreadPoolExecutor(threads) as pool:
        for _ in range(threads):
            pool.submit(over_and_over)
        try:
            yield state
        finally:
            ended.set()
    for failure in state.failures:
        raise failure
