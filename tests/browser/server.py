"""A server of the dashboard, as the README says to start one, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).parents[2]
_STARTS = 5  # another process may take the port between its choice and the start


@contextmanager
def running(log: Path, **environment: str) -> Iterator[str]:
    """A server's address while the block runs, with environment variables added to the test's own."""
    with restartable(log, **environment) as server:
        yield server.address


class Server:
    """A server of the dashboard in a folder, which can be stopped, and started again at the same address."""

    def __init__(self, log: Path, environment: dict[str, str], root: Path = ROOT) -> None:
        self._log, self._environment, self._root = log, environment, root
        self.process, self._port = _started(log, environment, root)
        self.address = f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The identifier of its process."""
        return self.process.pid

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_S)

    def kill(self) -> None:
        """End it without a word, as a machine that runs out of memory does."""
        self.process.kill()
        self.process.wait(timeout=PATIENCE_S)

    def start(self) -> None:
        """Start a new one where the last has been."""
        self.process = _process(self._log, self._environment, self._root, self._port)
        assert _answers(self.process, self._port), self._log.read_text()


@contextmanager
def restartable(log: Path, **environment: str) -> Iterator[Server]:
    """A server while the block runs, with environment variables added to the test's own."""
    server = Server(log, environment)
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def process_of(address: str) -> psutil.Process:
    """The process that listens at an address."""
    port = f"--server.port={address.rsplit(':', 1)[1]}"
    return next(each for each in psutil.process_iter() if port in each.cmdline())


def _started(log: Path, environment: dict[str, str], root: Path) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(_STARTS):
        port = free_port()
        process = _process(log, environment, root, port)
        if _answers(process, port):
            return process, port
        process.kill()
        process.wait(timeout=PATIENCE_S)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


def _process(log: Path, environment: dict[str, str], root: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/Home.py", f"--server.port={port}"]
    with log.open("a") as output:
        return subprocess.Popen(
            [*command, "--server.address=127.0.0.1", "--server.headless=true"],
            cwd=root, stdout=output, stderr=output, env=os.environ | environment,
        )  # fmt: skip


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether this process, and no other that was quicker, has come to answer at the port."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            return False
        if _listens(process, port):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                return True
            except OSError:
                pass
        time.sleep(0.2)
    return False


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    try:
        open_ones = psutil.Process(process.pid).net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in open_ones)
