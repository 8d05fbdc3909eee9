"""What the benchmarks share: figures beside their budgets, and what travels to the browser."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket

from tests.browser.support import settled


def report(what: str, value: float, unit: str, budget: float) -> None:
    """Print a figure beside its budget, and fail where it is over it."""
    print(f"\n{what}: {value:.2f} {unit} (budget {budget:g} {unit})")
    assert value <= budget


def count_bytes(page: Page) -> list[int]:
    """The sizes of the WebSocket frames that arrive from now on; the page is loaded again to see its socket."""
    sizes: list[int] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: sizes.append(len(payload)))

    page.on("websocket", watch)
    page.reload()
    settled(page)
    sizes.clear()
    return sizes
