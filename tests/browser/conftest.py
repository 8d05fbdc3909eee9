"""A real Streamlit server and a real Chromium, one of each for all browser tests of a process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import NoChromiumError, launch

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
Visit = Callable[..., Page]
expect.set_options(timeout=30_000)  # milliseconds: a busy machine needs more than the usual five seconds


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked `browser`; pytest gives the items of all folders."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, started as the README says."""
    with running(tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@contextmanager
def running(log: Path, **environment: str) -> Iterator[str]:
    """A server of the dashboard while the block runs, with environment variables added to the test's own."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/Home.py", f"--server.port={port}"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--server.address=127.0.0.1", "--server.headless=true"],
            cwd=ROOT, stdout=output, stderr=output, env=os.environ | environment,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except NoChromiumError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """`visit("single_sentence?prompt=Hi", dark=True, width=390)` opens a page in a new context of its own."""
    contexts = []

    def open_page(path: str = "", *, dark: bool = False, width: int = 1280) -> Page:
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(40_000)
        page.goto(f"{server}/{path}")
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Wait until the script has run, and is still at rest a moment later."""
    for _ in range(2):
        page.wait_for_timeout(300)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what the browser draws after the script has run. Fails when it is not so in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.2)
    assert condition()
