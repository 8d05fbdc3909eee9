"""What tests in a browser share: waiting until it is at rest, typing, and reading what it draws and sends."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TypeVar
from xml.etree import ElementTree

from playwright.sync_api import FloatRect, Locator, Page, WebSocket, expect

from tests.support.waiting import PATIENCE_S

CHART = "[data-testid=stVegaLiteChart]"
TOOLTIP = "#vg-tooltip-element"
Visit = Callable[..., Page]
T = TypeVar("T")


def settled(page: Page) -> None:
    """Wait until the script has run, and is still at rest a moment later."""
    for _ in range(2):
        page.wait_for_timeout(300)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def until(condition: Callable[[], bool]) -> None:
    """Wait for what the browser draws after the script has run. Fails when it is not so in time."""
    end = time.monotonic() + PATIENCE_S
    while not condition() and time.monotonic() < end:
        time.sleep(0.2)
    assert condition()


def becomes(read: Callable[[], T], wanted: T) -> None:
    """Wait until what is read is what is wanted."""
    until(lambda: read() == wanted)


def type_prompt(page: Page, text: str, label: str = "Prompt") -> None:
    """Put a text into a box and wait for its picture."""
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")
    settled(page)


def watch(page: Page) -> list[object]:
    """What the page sends to the server from a reload on; the list grows while the test goes on."""
    sent: list[object] = []
    page.on("websocket", lambda socket: _listen(socket, sent))
    page.reload()
    settled(page)
    return sent


def _listen(socket: WebSocket, sent: list[object]) -> None:
    socket.on("framesent", lambda payload: sent.append(payload))


def address_has(page: Page, pattern: str) -> None:
    """Wait until the address matches a regular expression."""
    expect(page).to_have_url(re.compile(pattern))


def shared(page: Page) -> str:
    """The path and query of the address in the browser's bar, for another visitor."""
    return page.url.split("/", 3)[3]


def chart(page: Page, key: str) -> Locator:
    """The drawing of the chart with that key."""
    return page.locator(f".st-key-{key} {CHART} svg")


def written(page: Page, key: str) -> list[str]:
    """All text in a chart."""
    return chart(page, key).locator("text").all_text_contents()


def lightness(colour: str) -> float:
    """Mean of red, green and blue of a CSS colour 'rgb(…)', 0 to 255."""
    return sum(float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]) / 3


def box_of(place: Locator) -> FloatRect:
    """Where it stands: x, y, width and height in pixels."""
    found = place.bounding_box()
    assert found
    return found


def svg_texts(svg: str) -> list[str]:
    """All text in an SVG document."""
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]
