"""What a stranger writes into an address or a box is text on the page, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.support import Visit, settled

BAIT = "https://bait.example/a or www.bait.example or me@bait.example"


@pytest.mark.parametrize("name", ["model", "layers", "head", "special", "position"])
def test_an_address_in_the_address_becomes_no_link(visit: Visit, name: str) -> None:
    page = visit(f"single_sentence?{name}={quote(BAIT)}")
    settled(page)
    expect(page.get_by_text("bait").first).to_be_visible()
    assert page.locator("a[href*=bait]").count() == 0


def test_an_address_in_a_prompt_becomes_no_link(visit: Visit) -> None:
    page = visit(f"evidence?prompt={quote(BAIT)}&continue=true&step=1")
    settled(page)
    expect(page.get_by_text("bait").first).to_be_visible()
    assert page.locator("a[href*=bait]").count() == 0
