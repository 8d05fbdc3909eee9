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
    process, address = started(log, environment)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def process_of(address: str) -> psutil.Process:
    """The process that listens at an address."""
    port = f"--server.port={address.rsplit(':', 1)[1]}"
    return next(each for each in psutil.process_iter() if port in each.cmdline())


def started(log: Path, environment: dict[str, str], root: Path = ROOT) -> tuple[subprocess.Popen[bytes], str]:
    """A server of the dashboard in the folder `root`, which whoever asks for it has to end, and its address."""
    for _ in range(_STARTS):
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "dashboard/Home.py", f"--server.port={port}"]
        with log.open("w") as output:
            process = subprocess.Popen(
                [*command, "--server.address=127.0.0.1", "--server.headless=true"],
                cwd=root, stdout=output, stderr=output, env=os.environ | environment,
            )  # fmt: skip
        if _answers(process, port):
            return process, f"http://127.0.0.1:{port}"
        process.kill()
        process.wait(timeout=PATIENCE_S)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


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
