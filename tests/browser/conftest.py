"""The fixtures of the browser tests, and their mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.fixtures import browser, server, visit

__all__ = ["browser", "server", "visit"]

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked `browser`; pytest gives the items of all folders."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
