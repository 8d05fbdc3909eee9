"""The head view in a browser: where its tokens and tiles are, and what is drawn."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Position, expect

from tests.browser.support import box_of

HEADING, ROW = 26, 22  # pixels, of a short text
PAIR = "head_view?model=Story+Pair+%C2%B7+4M"


def stage(page: Page) -> Locator:
    """Where the picture is drawn, once it is."""
    place = page.locator(".stage[data-drawn]")
    expect(place).to_be_visible()
    return place


def spot(page: Page, side: str, row: int) -> Position:
    """The middle of a token's row at the left (query) or right (key) edge, in pixels of the stage."""
    canvas = box_of(stage(page).locator("canvas").first)
    return {"x": 40 if side == "query" else canvas["width"] - 40, "y": HEADING + ROW * (row + 0.5)}


def tile(page: Page, head: int) -> Locator:
    stage(page)
    return page.get_by_role("button", name=f"Head {head}", exact=True)


def pressed(page: Page) -> list[int]:
    """The heads whose tiles are on."""
    stage(page)
    tiles = page.locator(".heads button").all()
    return [head for head, button in enumerate(tiles) if button.get_attribute("aria-pressed") == "true"]


def lines(page: Page) -> int:
    return int(stage(page).get_attribute("data-lines") or 0)


def pixels(page: Page, canvas: int = 0) -> str:
    return str(stage(page).locator("canvas").nth(canvas).evaluate("c => c.toDataURL()"))
