"""The model view in a browser: where its heads are, and what is drawn."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Position, expect

from tests.browser.support import box_of

LEGEND, TOP, LEFT = 24, 20, 58  # pixels below, above and left of the pictures on a wide page


def stage(page: Page) -> Locator:
    """The picture, once it is drawn."""
    found = page.locator(".diagram .stage[data-drawn]")
    expect(found).to_be_visible()
    return found


def point_at(page: Page, layer: int, head: int, layers: int = 8, heads: int = 4) -> Position:
    """Where a head's picture is on a wide page, for a click on the stage: all layers are in one band."""
    box = box_of(stage(page))
    across, down = (box["width"] - LEFT) / layers, (box["height"] - LEGEND - TOP - 6) / heads
    return {"x": LEFT + (layer + 0.4) * across, "y": TOP + (head + 0.4) * down}


def tip(page: Page) -> str:
    return page.locator(".diagram .tip").text_content() or ""


def pixels(page: Page) -> str:
    """What is painted on the lower canvas."""
    return str(stage(page).locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))
