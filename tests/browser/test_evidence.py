"""The evidence page as a student uses it: hovering, its parts, a click on a head and the way back, the share link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.support import TOOLTIP, Visit, settled, shared, type_prompt, watch, written


def test_hovering_tells_the_numbers_and_asks_the_server_nothing(visit: Visit) -> None:
    page = visit("evidence")
    page.set_viewport_size({"width": 1280, "height": 1400})  # or the page's header covers what is scrolled to
    sent = watch(page)
    sent.clear()
    page.locator("[aria-label^='for, removed:']").last.hover()
    expect(page.locator(TOOLTIP)).to_contain_text("the prediction’s own place can’t be removed")
    page.locator("[aria-label^='hungry, removed:']").last.hover()
    expect(page.locator(TOOLTIP)).to_contain_text(re.compile("→ [<\\d.]+ %, KL [\\d.]+ bits, logit"))
    assert sent == []


def test_a_typed_prompt_is_measured_anew(visit: Visit) -> None:
    page = visit("evidence")
    type_prompt(page, "Lena was thirsty so she went looking for")
    expect(page.get_by_text("is on ‘thirsty’").first).to_be_visible()
    assert "thirsty" in written(page, "evidence")


def test_a_click_on_a_head_opens_it_and_back_returns(visit: Visit) -> None:
    page = visit("evidence?show=Heads&prompt=Lena+was+thirsty+so+she+went")
    page.get_by_text("change it by less than").first.wait_for()
    settled(page)  # for the chart listens only once it is drawn
    page.locator("[data-testid=stVegaLiteChart] .mark-rect path").nth(9).click()
    page.wait_for_url(re.compile("/head_view"))
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("Lena was thirsty so she went")
    assert {"layer=2", "heads=1"} <= set(re.findall(r"(?:layer|heads)=\d", page.url))
    for _ in range(3):  # a page that the server changes makes up to three steps in the browser's history
        page.go_back()
        settled(page)
        if "show=Heads" in page.url:
            break
    assert re.search("/evidence.*show=Heads", page.url)


def test_a_shared_step_opens_as_it_was(visit: Visit) -> None:
    page = visit("evidence")
    page.get_by_text("Step through a continuation").click()
    settled(page)
    page.get_by_role("slider").press("ArrowRight")
    settled(page)
    page.get_by_role("button", name="What layers would predict").or_(
        page.get_by_role("radio", name="What layers would predict")
    ).click()
    settled(page)
    told = lens(page)
    assert "step=1" in page.url
    other = visit(shared(page))
    assert lens(other) == told


def test_a_moved_position_is_shared_with_what_it_looks_at(visit: Visit) -> None:
    page = visit("evidence?show=Heads")
    page.get_by_role("slider").press("ArrowLeft")
    settled(page)
    told = page.get_by_text("looks hardest from ‘looking’").inner_text()
    expect(visit(shared(page)).get_by_text(told)).to_be_visible()


def lens(page: Page) -> str:
    found = page.get_by_text("is the first choice").first
    found.wait_for()
    return found.text_content() or ""
