"""The model view as a student uses it: pointing, clicking, keys, touch and the way back."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import expect

from attn_core import load_model
from attn_core.frames.wording import percent
from attn_core.measures import head_labels as probes
from tests.browser.model_view import point_at, stage, tip
from tests.browser.support import Visit, address_has, box_of, settled, svg_texts, type_prompt, until, watch


def test_pointing_at_a_head_tells_its_figures_and_asks_the_server_nothing(visit: Visit) -> None:
    page = visit("model_view")
    sent = watch(page)
    place = point_at(page, 3, 2)
    sent.clear()
    stage(page).hover(position=place)
    expect(stage(page)).to_have_attribute("data-head", "L3H2")
    expect(page.locator(".diagram .tip")).to_be_visible()
    assert re.match(r"L3H2\n(in general: .+\n)?on <bos>: [\d.]+ %\non the previous token: [\d.]+ %\n", tip(page))
    assert re.search(r"mean distance: [\d.]+ tokens\nentropy: [\d.]+ bits$", tip(page))
    frame, box = box_of(page.locator(".diagram .spot")), box_of(stage(page))
    assert frame["x"] < box["x"] + place["x"] < frame["x"] + frame["width"]
    assert frame["y"] < box["y"] + place["y"] < frame["y"] + frame["height"]
    page.mouse.move(5, 5)
    expect(page.locator(".diagram .tip")).to_be_hidden()
    assert sent == []


def test_a_labelled_head_has_a_badge_and_says_it_on_pointing(visit: Visit) -> None:
    labels = probes.head_labels(load_model("story"))
    every = [(layer, head) for layer in range(labels.n_layers) for head in range(labels.n_heads)]
    page = visit("model_view")
    for layer, head in every:
        stage(page).hover(position=point_at(page, layer, head))
        expect(stage(page)).to_have_attribute("data-head", f"L{layer}H{head}")
        said = ", ".join(f"{label.name} ({percent(score)})" for label, score in labels.of(layer, head))
        assert tip(page).startswith(f"L{layer}H{head}\n" + (f"in general: {said}\n" if said else "on <bos>: "))
    page.mouse.move(5, 5)
    with page.expect_download() as svg:
        page.get_by_role("button", name="SVG").click()
    texts = svg_texts(Path(svg.value.path()).read_text(encoding="utf-8"))
    carried = [labels.of(layer, head) for layer, head in every]
    first = Counter(f"{found[0][0].symbol} {found[0][0].badge}" for found in carried if found)
    assert first
    for badge, count in first.items():
        assert sum(text.startswith(badge) for text in texts) == count
        expect(page.get_by_text(re.compile(f"{badge} – "))).to_be_visible()


def test_a_click_opens_the_head_and_back_returns(visit: Visit) -> None:
    page = visit("model_view")
    type_prompt(page, "Lena was thirsty so she went")
    stage(page).click(position=point_at(page, 5, 1))
    page.wait_for_url(re.compile("/head_view"))
    settled(page)
    until(lambda: {"layer=5", "heads=1", "prompt=Lena"} <= set(re.findall(r"(?:layer|heads)=\d|prompt=Lena", page.url)))
    page.go_back()
    page.wait_for_url(re.compile("/model_view"))
    settled(page)
    assert page.get_by_label("Prompt", exact=True).input_value() == "Lena was thirsty so she went"
    stage(page).hover(position=point_at(page, 0, 0))
    expect(stage(page)).to_have_attribute("data-head", "L0H0")
    page.go_forward()
    page.wait_for_url(re.compile("/head_view.*layer=5"))


def test_another_head_opens_after_the_first(visit: Visit) -> None:
    page = visit("model_view")
    for layer, head in ((6, 2), (0, 3)):
        stage(page).click(position=point_at(page, layer, head))
        page.wait_for_url(re.compile("/head_view"))
        settled(page)
        address_has(page, f"heads={head}")
        address_has(page, f"layer={layer}" if layer else "^(?!.*layer=)")
        page.go_back()
        page.wait_for_url(re.compile("/model_view"))
        settled(page)


def test_keys_walk_over_the_heads_and_enter_opens_one(visit: Visit) -> None:
    page = visit("model_view")
    stage(page).focus()
    for key, expected in (
        ("ArrowDown", "L0H0"),
        ("ArrowUp", "L0H0"),
        ("ArrowRight", "L1H0"),
        ("ArrowDown", "L1H1"),
        ("ArrowLeft", "L0H1"),
    ):
        page.keyboard.press(key)
        expect(stage(page)).to_have_attribute("data-head", expected)
    expect(page.locator(".diagram .tip")).to_be_visible()
    assert tip(page).startswith("L0H1\n")
    expect(page.get_by_role("status").filter(has_text="L0H1")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".diagram .tip")).to_be_hidden()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile("/head_view"))
    until(lambda: "layer=1" in page.url and "heads=0" in page.url)


def test_a_first_touch_tells_and_a_second_opens(visit: Visit) -> None:
    page = visit("model_view", width=390)
    box = box_of(stage(page))
    touch = "e => e.dispatchEvent(new PointerEvent('click', {pointerType: 'touch', clientX: %f, clientY: %f}))"
    at = touch % (box["x"] + 60, box["y"] + 60)
    stage(page).evaluate(at)
    expect(page.locator(".diagram .tip")).to_be_visible()
    assert "/model_view" in page.url
    stage(page).evaluate(at)
    page.wait_for_url(re.compile("/head_view"))
