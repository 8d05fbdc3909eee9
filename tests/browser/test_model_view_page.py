"""The model view's picture: as it is saved, on a phone, on a dark page, of long and strange texts."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from lab import model_picker
from PIL import Image
from playwright.sync_api import expect

from attn_core.models.catalog import load_catalog
from tests.browser.model_view import pixels, point_at, stage
from tests.browser.support import Visit, box_of, lightness, settled, type_prompt, until


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
    box = box_of(stage(page))
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


def test_halves_and_special_tokens_survive_reload_and_are_drawn(visit: Visit) -> None:
    page = visit(f"model_view?model={quote(model_picker.label(load_catalog()['story-pair']))}")
    whole = pixels(page)
    for label, option in (("Texts", "A looks at B"), ("Special tokens", "hidden")):
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
    box = box_of(stage(page))
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    stage(page).focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(stage(page)).to_have_attribute("data-head", "L7H0")
    for inner in (box_of(page.locator(".diagram .spot")), box_of(page.locator(".diagram .tip"))):
        assert inner["x"] >= 0
        assert inner["x"] + inner["width"] <= 390


def test_a_dark_page_has_a_dark_picture(visit: Visit) -> None:
    page = visit("model_view", dark=True)
    image = Image.open(io.BytesIO(stage(page).screenshot())).convert("RGB")
    assert lightness("rgb" + str(image.getpixel((2, image.height - 2)))) < 60
    brightest = max(lightness(f"rgb{colour}") for _, colour in image.getcolors(1 << 20) or [])
    assert brightest > 120


def test_a_narrower_window_draws_anew(visit: Visit) -> None:
    page = visit("model_view")
    before = int(stage(page).get_attribute("data-drawn") or 0)
    page.set_viewport_size({"width": 600, "height": 900})
    until(lambda: int(stage(page).get_attribute("data-drawn") or 0) > before)
    box = box_of(stage(page))
    assert box["x"] + box["width"] <= 600


def test_a_prompt_of_html_is_text(visit: Visit) -> None:
    page = visit("model_view")
    type_prompt(page, "</script><img src=x onerror=document.title='owned'> 🙂 مرحبا 天气")
    stage(page).hover(position=point_at(page, 1, 1))
    expect(stage(page)).to_have_attribute("data-head", "L1H1")
    assert "owned" not in page.title()
    assert page.locator("img[src=x]").count() == 0
