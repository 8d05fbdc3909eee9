"""The neuron view in a browser: where its rows are, and what it says."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

from tests.browser.support import box_of


def stage(page: Page) -> Locator:
    return page.locator(".stage[data-drawn]")


def shown(page: Page, name: str) -> str:
    """What the picture says of itself: query, key, expanded, place."""
    return stage(page).get_attribute(f"data-{name}") or ""


def said(page: Page) -> str:
    """The chosen key's sum, as a screen reader hears it."""
    return stage(page).get_attribute("aria-label") or ""


def reading(page: Page) -> str:
    """The sentence under the picture, which the server computes."""
    return page.get_by_text(re.compile("^In head L")).inner_text()


def point(page: Page, x: float, y: float) -> None:
    box = box_of(stage(page))
    page.mouse.move(box["x"] + x, box["y"] + y)


def row(number: int) -> float:
    """The middle of a row of the sheet, where the query has one line of cells."""
    return 82 + 26 * number + 13
