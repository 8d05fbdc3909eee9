"""The browser fixtures, for the benchmarks that time pages."""

from tests.browser.fixtures import browser, server, visit

__all__ = ["browser", "server", "visit"]
