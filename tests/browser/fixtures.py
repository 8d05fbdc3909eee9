"""A real Streamlit server and a real Chromium, one of each for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import NoChromiumError, launch
from tests.browser.server import running
from tests.browser.support import Visit, settled
from tests.support.waiting import PATIENCE_S

_PATIENCE_MS = 1000 * PATIENCE_S
expect.set_options(timeout=_PATIENCE_MS)  # a busy machine needs more than the usual five seconds


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, started as the README says."""
    with running(tmp_path_factory.mktemp("server") / "log") as address:
        yield address


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
    with visiting(browser, server) as visit:
        yield visit


@contextmanager
def visiting(browser: Browser, server: str) -> Iterator[Visit]:
    """The same for a server at any address."""
    contexts = []

    def open_page(path: str = "", *, dark: bool = False, width: int = 1280) -> Page:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(f"{server}/{path}")
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
