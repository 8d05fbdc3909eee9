"""Addresses that an earlier version wrote, and those that nobody should have written, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.support import CHART, Visit, address_has, until, written


def test_an_old_address_opens_what_it_named_and_is_written_anew(visit: Visit) -> None:
    page = visit("neuron_view?layer=5&head_number=1&query=3&expanded=1")
    stage = page.locator(".stage[data-drawn]")
    expect(stage).to_have_attribute("data-place", "L5H1")
    expect(stage).to_have_attribute("data-query", "3")
    expect(stage).to_have_attribute("data-expanded", "true")
    address_has(page, r"^(?!.*(head_number|query)=)(?=.*\bhead=1)(?=.*position=3)")


def test_a_reloaded_old_address_stays_what_it_was(visit: Visit) -> None:
    page = visit("multiple_sentences?bos=hidden%2C+the+rest+rescaled&head=head+2&matrix=5")
    expect(page.get_by_text("In head L5H2:")).to_be_visible()
    address_has(page, r"^(?!.*(bos|matrix)=)(?=.*special=hidden)(?=.*\bhead=2)(?=.*layer=5)")
    page.reload()
    expect(page.get_by_text("In head L5H2:")).to_be_visible()


@pytest.mark.parametrize("path", ["single_sentence", "evidence"])
def test_a_hostile_address_gets_words(visit: Visit, path: str) -> None:
    page = visit(f"{path}?layers=<img+src=x>&position=%F0%9F%98%80&head=9999999999999&special=%00&prompt=Lena+was+cold")
    expect(page.get_by_text("This model has no layer").first).to_be_visible()
    expect(page.locator(f"{CHART} svg").first).to_be_visible()
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("img[src=x]").count() == 0
    until(lambda: "Lena" in written(page, {"single_sentence": "lines"}.get(path, path)))
