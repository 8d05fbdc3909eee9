"""The lab pages as a student uses them, in a real browser on a real server."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.support import (
    CHART,
    TOOLTIP,
    Visit,
    becomes,
    chart,
    lightness,
    settled,
    shared,
    type_prompt,
    until,
    watch,
    written,
)


def layers_drawn(page: Page) -> list[str]:
    return [text.removeprefix("Layer ") for text in written(page, "lines") if text.startswith("Layer ")]


def cell(page: Page, layer: int, position: int) -> Locator:
    """A cell of the map of all layers."""
    return chart(page, "map").locator(f"[aria-label^='layer: {layer};'][aria-label*='position: {position};']")


def test_the_first_page_shows_a_finished_picture(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_role("heading", name="The model predicts")).to_be_visible()
    until(lambda: {"Jide", "hungry", "Layer 0"} <= set(written(page, "welcome")))


def test_a_typed_prompt_is_drawn(visit: Visit) -> None:
    page = visit("single_sentence")
    until(lambda: "hungry" in written(page, "lines"))
    type_prompt(page, "Lena was thirsty so she went looking for")
    until(lambda: {"Lena", "thirsty"} <= set(written(page, "lines")))
    until(lambda: "thirsty" in written(page, "map") and "hungry" not in written(page, "map"))


def test_a_click_on_the_map_chooses_a_layer_and_takes_it_back(visit: Visit) -> None:
    page = visit("single_sentence?layers=0&layers=4")
    until(lambda: layers_drawn(page) == ["0", "4"])
    for layer, expected in ((2, ["0", "2", "4"]), (4, ["0", "2"]), (2, ["0"])):
        cell(page, layer, 3).click()
        becomes(partial(layers_drawn, page), expected)


def test_layers_are_chosen_by_keyboard_too(visit: Visit) -> None:
    page = visit("single_sentence?layers=0")
    until(lambda: layers_drawn(page) == ["0"])
    page.get_by_role("combobox", name="Layers").focus()
    page.keyboard.type("5")
    expect(page.get_by_role("option")).to_have_text(["5"])  # the list is shorter a moment after the key
    page.keyboard.press("Enter")
    until(lambda: layers_drawn(page) == ["0", "5"])


def test_hovering_asks_the_server_nothing(visit: Visit) -> None:
    page = visit("single_sentence")
    sent = watch(page)
    sent.clear()
    chart(page, "lines").get_by_text("hungry", exact=True).hover()
    cell(page, 3, 2).hover()
    expect(page.locator(TOOLTIP)).to_be_visible()
    page.wait_for_timeout(500)
    assert sent == []


def test_the_address_is_a_share_link(visit: Visit) -> None:
    page = visit("single_sentence")
    type_prompt(page, "Omar was cold so he")
    cell(page, 6, 2).click()
    until(lambda: "6" in layers_drawn(page))
    drawn = layers_drawn(page)
    settled(page)
    other = visit(shared(page))
    until(lambda: other.get_by_label("Prompt", exact=True).input_value() == "Omar was cold so he")
    until(lambda: layers_drawn(other) == drawn)
    until(lambda: written(other, "lines") == written(page, "lines"))


def test_reload_keeps_what_was_chosen(visit: Visit) -> None:
    page = visit("single_sentence")
    type_prompt(page, "Lena was sick so she")
    page.reload()
    settled(page)
    until(lambda: "Lena" in written(page, "lines"))


def test_back_takes_back_the_last_click(visit: Visit) -> None:
    page = visit("single_sentence?layers=0")
    until(lambda: layers_drawn(page) == ["0"])
    cell(page, 5, 3).click()
    until(lambda: layers_drawn(page) == ["0", "5"])
    page.go_back()
    until(lambda: layers_drawn(page) == ["0"])


@pytest.mark.parametrize("path", ["", "single_sentence", "multiple_sentences", "evidence"])
def test_dark_pages_have_light_ink(visit: Visit, path: str) -> None:
    page = visit(path, dark=True)
    background = page.locator("[data-testid=stApp]").evaluate("e => getComputedStyle(e).backgroundColor")
    assert lightness(background) < 60
    expect(page.locator(f"{CHART} svg").first).to_be_visible()
    inks = page.locator(f"{CHART} svg text").evaluate_all("es => es.map(e => getComputedStyle(e).fill)")
    dark_on_dark = [ink for ink in inks if lightness(ink) < 90]
    # Numbers that stand on a light bar may be dark; nothing else may.
    assert len(dark_on_dark) <= len(inks) * 0.2


@pytest.mark.parametrize("path", ["", "single_sentence", "multiple_sentences", "evidence"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit, path: str) -> None:
    page = visit(path, width=390)
    for box in page.locator(CHART).evaluate_all(
        "es => es.map(e => { const b = e.getBoundingClientRect(); return [b.left, b.right] })"
    ):
        assert box[0] >= 0
        assert box[1] <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_two_visitors_never_see_each_others_prompts(visit: Visit) -> None:
    first, second = visit("single_sentence"), visit("single_sentence")
    for page, name in ((first, "Omar"), (second, "Lena")):
        page.get_by_label("Prompt", exact=True).fill(f"{name} was cold so")
    first.keyboard.press("Enter")
    second.keyboard.press("Enter")
    settled(first)
    settled(second)
    until(lambda: "Omar" in written(first, "lines"))
    assert "Lena was cold so" not in first.content()
    until(lambda: "Lena" in written(second, "lines"))
    assert "Omar" not in written(second, "lines")
    assert "Omar was cold so" not in second.content()


def test_a_prompt_of_html_is_text(visit: Visit) -> None:
    page = visit("single_sentence")
    type_prompt(page, "</script><img src=x onerror=document.title='owned'> is")
    assert "owned" not in page.title()
    until(lambda: "onerror" in "".join(written(page, "lines")))
    assert page.locator("img[src=x]").count() == 0


def test_layers_of_the_lab_and_of_the_evidence_are_kept_apart(visit: Visit) -> None:
    page = visit("single_sentence?layers=1&layers=2")
    until(lambda: layers_drawn(page) == ["1", "2"])
    for name, expected in (("Head view", ".stage[data-drawn]"), ("Evidence", ".st-key-believed svg")):
        page.get_by_role("link", name=name).first.click()
        expect(page.locator(expected).first).to_be_visible()
        settled(page)
    expect(page.get_by_text("of the attention on words, and").first).to_be_visible()  # of all layers
    page.get_by_role("link", name="Single sentence").first.click()
    settled(page)
    until(lambda: layers_drawn(page) in (["1", "2"], ["0", "3", "7"]))


def test_choices_survive_the_way_to_the_other_page_and_back(visit: Visit) -> None:
    page = visit("single_sentence")
    type_prompt(page, "Omar was cold so he")
    page.get_by_role("link", name="Several sentences").first.click()
    settled(page)
    until(lambda: page.get_by_label("Prompt of Single sentence").input_value() == "Omar was cold so he")
    page.get_by_role("link", name="Single sentence").first.click()
    settled(page)
    until(lambda: page.get_by_label("Prompt", exact=True).input_value() == "Omar was cold so he")
