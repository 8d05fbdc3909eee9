"""The model view as a student uses it: pointing, clicking, keys, downloads, the share link and the way back."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from attn_core import load_model
from attn_core.frames.wording import percent
from attn_core.measures import head_labels as probes
from tests.browser.conftest import Visit, settled, until
from tests.browser.test_lab_pages import lightness, type_prompt, watch

LEGEND, TOP, LEFT = 24, 20, 58  # pixels below, above and left of the pictures on a wide page


def stage(page: Page) -> Locator:
    """The picture, once it is drawn."""
    found = page.locator(".diagram .stage[data-drawn]")
    expect(found).to_be_visible()
    return found


def point_at(page: Page, layer: int, head: int, layers: int = 8, heads: int = 4) -> dict[str, float]:
    """Where a head's picture is on a wide page, for a click on the stage: all layers are in one band."""
    box = stage(page).bounding_box()
    assert box is not None
    across, down = (box["width"] - LEFT) / layers, (box["height"] - LEGEND - TOP - 6) / heads
    return {"x": LEFT + (layer + 0.4) * across, "y": TOP + (head + 0.4) * down}


def tip(page: Page) -> str:
    return page.locator(".diagram .tip").text_content() or ""


def pixels(page: Page) -> str:
    """What is painted on the lower canvas."""
    return str(stage(page).locator("canvas").first.evaluate("canvas => canvas.toDataURL()"))


def test_pointing_at_a_head_tells_its_figures_and_asks_the_server_nothing(visit: Visit) -> None:
    page = visit("model_view")
    sent: list[object] = []
    page.on("websocket", lambda socket: watch(socket, sent))
    page.reload()
    settled(page)
    place = point_at(page, 3, 2)
    sent.clear()
    stage(page).hover(position=place)
    expect(stage(page)).to_have_attribute("data-head", "L3H2")
    expect(page.locator(".diagram .tip")).to_be_visible()
    assert re.match(r"L3H2\n(in general: .+\n)?on <bos>: [\d.]+ %\non the previous token: [\d.]+ %\n", tip(page))
    assert re.search(r"mean distance: [\d.]+ tokens\nentropy: [\d.]+ bits$", tip(page))
    frame = page.locator(".diagram .spot").bounding_box()
    box = stage(page).bounding_box()
    assert frame
    assert box
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
    root = ElementTree.fromstring(Path(svg.value.path()).read_text(encoding="utf-8"))
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("}text")]
    carried = [labels.of(layer, head) for layer, head in every]
    first = Counter(f"{found[0][0].symbol} {found[0][0].badge}" for found in carried if found)
    assert first
    for badge, count in first.items():
        assert sum(text.startswith(badge) for text in texts) == count
        expect(page.get_by_text(re.compile(f"{badge} – "))).to_be_visible()


@pytest.mark.parametrize("prompt", ["Jide+was+hungry", "The+cat+sat+on+the+mat.+" * 9], ids=["lines", "map"])
def test_a_badge_on_a_phone_covers_a_corner_alone(visit: Visit, prompt: str) -> None:
    page = visit(f"model_view?prompt={prompt}", width=390)
    stage(page)
    with page.expect_download() as svg:
        page.get_by_role("button", name="SVG").click()
    root = ElementTree.fromstring(Path(svg.value.path()).read_text(encoding="utf-8"))
    boxes = [element.attrib for element in root.iter() if element.tag.endswith("}rect") and "x" in element.attrib]
    area = [float(box["width"]) * float(box["height"]) for box in boxes]
    badges = [at for at, box in enumerate(boxes) if box["opacity"] == "0.85"]
    assert badges
    for at in badges:  # each after its head's own
        assert area[at] < 0.25 * area[at - 1]
        ends = [float(box["x"]) + float(box["width"]) for box in (boxes[at], boxes[at - 1])]
        assert ends[0] == pytest.approx(ends[1], abs=0.1)


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
        until(lambda head=head: f"heads={head}" in page.url)
        until(lambda layer=layer: f"layer={layer}" in page.url or (layer == 0 and "layer=" not in page.url))
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
    box = stage(page).bounding_box()
    assert box
    touch = "e => e.dispatchEvent(new PointerEvent('click', {pointerType: 'touch', clientX: %f, clientY: %f}))"
    at = touch % (box["x"] + 60, box["y"] + 60)
    stage(page).evaluate(at)
    expect(page.locator(".diagram .tip")).to_be_visible()
    assert "/model_view" in page.url
    stage(page).evaluate(at)
    page.wait_for_url(re.compile("/head_view"))


def test_the_picture_is_saved_as_it_is_drawn(visit: Visit) -> None:
    page = visit("model_view")
    stage(page)
    reading = stage(page).get_attribute("aria-label") or ""
    with page.expect_download() as svg:
        page.get_by_role("button", name="SVG").click()
    written = Path(svg.value.path()).read_text(encoding="utf-8")
    assert svg.value.suggested_filename == "model-view.svg"
    assert written.count("<path ") > 32
    assert "Layer 7" in written
    assert "Head 3" in written
    assert reading.replace("<", "&#60;").replace(">", "&#62;") in written
    with page.expect_download() as png:
        page.get_by_role("button", name="PNG").click()
    image = Image.open(io.BytesIO(Path(png.value.path()).read_bytes()))
    box = stage(page).bounding_box()
    assert box
    assert image.width == pytest.approx(2 * box["width"], abs=2)
    assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
    with page.expect_download() as csv:
        page.get_by_role("button", name="CSV").click()
    lines = Path(csv.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 33
    assert lines[0].startswith("layer,head,on <bos>,")


def test_the_picture_says_what_it_shows(visit: Visit) -> None:
    page = visit("model_view")
    label = stage(page).get_attribute("aria-label") or ""
    assert re.search(r"L\dH\d looks most at the previous token \(\d+ %\)", label)
    assert stage(page).get_attribute("role") == "img"
    expect(page.get_by_text("looks most at the previous token")).to_be_visible()
    expect(page.get_by_text("Each small picture is one head. Its lines run from")).to_be_visible()


def test_a_long_text_is_drawn_as_maps(visit: Visit) -> None:
    page = visit("model_view")
    type_prompt(page, "The cat sat on the mat. " * 60)
    expect(page.get_by_text("drawn as a map because the text is long")).to_be_visible()
    stage(page).hover(position=point_at(page, 7, 3))
    expect(stage(page)).to_have_attribute("data-head", "L7H3")
    with page.expect_download() as svg:
        page.get_by_role("button", name="SVG").click()
    assert Path(svg.value.path()).read_text(encoding="utf-8").count("<image ") == 32


def test_halves_and_marks_survive_reload_and_are_drawn(visit: Visit) -> None:
    page = visit("model_view?model=story-pair")
    whole = pixels(page)
    for label, option in (("Texts", "A looks at B"), ("SEP", "hidden")):
        page.get_by_role("combobox", name=re.compile(label)).click()
        page.get_by_role("option", name=option).click()
        settled(page)
    until(lambda: "on text B" in (stage(page).get_attribute("aria-label") or ""))
    part = pixels(page)
    assert part != whole
    page.reload()
    settled(page)
    until(lambda: "on text B" in (stage(page).get_attribute("aria-label") or ""))
    assert pixels(page) == part  # the address restores it, and the same choices give the same picture
    expect(page.get_by_text("[CLS] and [SEP] are left out")).to_be_visible()


def test_a_phone_shows_every_head(visit: Visit) -> None:
    page = visit("model_view", width=390)
    box = stage(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    stage(page).focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(stage(page)).to_have_attribute("data-head", "L7H0")
    frame, hint = page.locator(".diagram .spot").bounding_box(), page.locator(".diagram .tip").bounding_box()
    assert frame
    assert hint
    for inner in (frame, hint):
        assert inner["x"] >= 0
        assert inner["x"] + inner["width"] <= 390


def test_a_dark_page_has_a_dark_picture(visit: Visit) -> None:
    page = visit("model_view", dark=True)
    image = Image.open(io.BytesIO(stage(page).screenshot())).convert("RGB")
    assert lightness("rgb" + str(image.getpixel((2, image.height - 2)))) < 60
    brightest = max(sum(color) / 3 for _, color in image.getcolors(1 << 20) or [])
    assert brightest > 120


def test_a_narrower_window_draws_anew(visit: Visit) -> None:
    page = visit("model_view")
    before = int(stage(page).get_attribute("data-drawn") or 0)
    page.set_viewport_size({"width": 600, "height": 900})
    until(lambda: int(stage(page).get_attribute("data-drawn") or 0) > before)
    box = stage(page).bounding_box()
    assert box
    assert box["x"] + box["width"] <= 600


def test_a_prompt_of_html_is_text(visit: Visit) -> None:
    page = visit("model_view")
    type_prompt(page, "</script><img src=x onerror=document.title='owned'> 🙂 مرحبا 天气")
    stage(page).hover(position=point_at(page, 1, 1))
    expect(stage(page)).to_have_attribute("data-head", "L1H1")
    assert "owned" not in page.title()
    assert page.locator("img[src=x]").count() == 0
