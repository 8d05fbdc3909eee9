"""The head view as a student uses it: heads, hovering, pinning, keyboard, share link, downloads."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from attn_core import load_model
from attn_core.frames.wording import percent
from attn_core.measures import head_labels as probes
from tests.browser.conftest import Visit, settled, until
from tests.browser.test_lab_pages import watch

HEADING, ROW = 26, 22  # pixels, of a short text
PAIR = "head_view?model=Story+Pair+%C2%B7+3M"


def stage(page: Page) -> Locator:
    """Where the picture is drawn, once it is."""
    place = page.locator(".stage[data-drawn]")
    expect(place).to_be_visible(timeout=40_000)
    return place


def spot(page: Page, side: str, row: int) -> dict[str, float]:
    """The middle of a token's row at the left (query) or right (key) edge, in pixels of the stage."""
    canvas = stage(page).locator("canvas").first.bounding_box()
    assert canvas
    return {"x": 40 if side == "query" else canvas["width"] - 40, "y": HEADING + ROW * (row + 0.5)}


def tile(page: Page, head: int) -> Locator:
    stage(page)
    return page.get_by_role("button", name=f"Head {head}", exact=True)


def address_has(page: Page, pattern: str) -> None:
    expect(page).to_have_url(re.compile(pattern), timeout=30_000)


def pressed(page: Page) -> list[int]:
    """The heads whose tiles are on."""
    stage(page)
    tiles = page.locator(".heads button").all()
    return [head for head, button in enumerate(tiles) if button.get_attribute("aria-pressed") == "true"]


def lines(page: Page) -> int:
    return int(stage(page).get_attribute("data-lines") or 0)


def pixels(page: Page, canvas: int = 0) -> str:
    return str(stage(page).locator("canvas").nth(canvas).evaluate("c => c.toDataURL()"))


def test_hovering_shows_where_a_token_looks_and_who_looks_at_it(visit: Visit) -> None:
    page = visit("head_view?layer=2")
    frames: list[object] = []
    page.on("websocket", lambda socket: watch(socket, frames))
    page.reload()
    settled(page)
    tip = stage(page).locator(".tip")
    before = pixels(page, 1)
    frames.clear()
    stage(page).hover(position=spot(page, "query", 3))
    expect(tip).to_contain_text("‘hungry’ looks at (mean of 4 heads)")
    expect(tip).to_contain_text("%")
    expect(stage(page)).to_have_attribute("data-focus", "query 3")
    assert pixels(page, 1) != before
    stage(page).hover(position=spot(page, "key", 1))
    expect(tip).to_contain_text("‘Jide’ is looked at by")
    expect(stage(page)).to_have_attribute("data-focus", "key 1")
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    assert pixels(page, 1) == before
    assert frames == []


def test_a_click_pins_and_releases(visit: Visit) -> None:
    page = visit("head_view")
    place = stage(page)
    place.click(position=spot(page, "query", 4))
    expect(place).to_have_attribute("data-pinned", "query 4")
    place.hover(position=spot(page, "key", 2))
    for part in ("‘so’ → ‘was’", "L0H0", "L0H3", "mean of 4 heads"):
        expect(place.locator(".tip")).to_contain_text(part)
    page.mouse.move(2, 2)
    expect(place).to_have_attribute("data-focus", "query 4")
    place.click(position=spot(page, "key", 2))
    expect(place).to_have_attribute("data-pinned", "key 2")
    place.click(position=spot(page, "key", 2))
    expect(place).not_to_have_attribute("data-pinned", "key 2")
    place.click(position=spot(page, "key", 1))
    page.keyboard.press("Escape")
    expect(place).not_to_have_attribute("data-pinned", "key 1")


def test_arrow_keys_move_the_pinned_token(visit: Visit) -> None:
    page = visit("head_view")
    place = stage(page)
    place.focus()
    for key, pinned in [
        ("ArrowDown", "query 0"), ("ArrowDown", "query 1"), ("ArrowRight", "key 1"), ("ArrowUp", "key 0"),
        ("ArrowUp", "key 0"), ("End", "key 8"), ("ArrowDown", "key 8"), ("ArrowLeft", "query 8"), ("Home", "query 0"),
    ]:  # fmt: skip
        page.keyboard.press(key)
        expect(place).to_have_attribute("data-pinned", pinned)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".unseen")).to_contain_text("‘Jide’ looks at")
    page.keyboard.press("Escape")
    expect(place).not_to_have_attribute("data-pinned", "query 1")


def test_tiles_choose_heads_by_mouse_and_by_keyboard(visit: Visit) -> None:
    page = visit("head_view")
    every = lines(page)
    tile(page, 1).click()
    assert pressed(page) == [0, 2, 3]
    assert lines(page) < every
    tile(page, 2).dblclick()
    assert pressed(page) == [2]
    tile(page, 2).click()
    assert pressed(page) == [2]  # the last one stays
    tile(page, 2).dblclick()
    assert pressed(page) == [0, 1, 2, 3]
    assert lines(page) == every
    tile(page, 3).focus()
    page.keyboard.press("Space")
    assert pressed(page) == [0, 1, 2]
    page.keyboard.press("Shift+Enter")
    assert pressed(page) == [3]
    page.keyboard.press("Shift+Enter")
    assert pressed(page) == [0, 1, 2, 3]


def test_a_labelled_head_has_its_badge_and_says_what_it_does(visit: Visit) -> None:
    labels = probes.head_labels(load_model("story"))
    layer, head = max(
        ((layer, head) for layer in range(labels.n_layers) for head in range(labels.n_heads)),
        key=lambda place: len(labels.of(*place)),
    )
    found = labels.of(layer, head)
    page = visit(f"head_view?layer={layer}")
    assert tile(page, head).inner_text() == str(head) + "".join(label.symbol for label, _ in found)
    said = ", ".join([f"Head L{layer}H{head}", *(f"{label.name} ({percent(score)})" for label, score in found)])
    expect(tile(page, head)).to_have_accessible_description(re.compile(re.escape(said)))
    expect(page.get_by_text(f"L{layer}H{head}: {found[0][0].name}")).to_be_visible()
    other = (layer + 1) % labels.n_layers
    page = visit(f"head_view?layer={other}")
    for number in range(labels.n_heads):
        symbols = "".join(label.symbol for label, _ in labels.of(other, number))
        assert tile(page, number).inner_text() == str(number) + symbols


def test_the_address_keeps_the_choice_and_little_is_sent(visit: Visit) -> None:
    page = visit("head_view?layer=1")
    received: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(data)))
    page.reload()
    settled(page)
    stage(page)
    received.clear()
    tile(page, 0).click()
    address_has(page, "heads=1%2C2%2C3")
    settled(page)
    assert sum(map(len, received)) < 12_000  # the picture is not sent again
    page.get_by_label("Mean of these heads").check()
    address_has(page, "mean=true")
    page.get_by_label("Hide lines under").press("End")
    address_has(page, "threshold=50")
    expect(page.locator(".words")).to_contain_text("Lines under 50 % hidden")
    kept = lines(page)
    other = visit(page.url.split("/", 3)[3])
    assert pressed(other) == [1, 2, 3]
    assert other.get_by_label("Mean of these heads").is_checked()
    assert lines(other) == kept
    assert pixels(other) == pixels(page)  # the same address, the same picture


def test_back_and_other_pages_keep_heads(visit: Visit) -> None:
    page = visit("head_view")
    tile(page, 0).click()
    address_has(page, "heads=1%2C2%2C3")
    settled(page)
    tile(page, 3).dblclick()
    address_has(page, "heads=3$")
    settled(page)
    page.go_back()
    until(lambda: pressed(page) == [1, 2, 3])
    page.get_by_role("link", name="Single sentence").first.click()
    settled(page)
    page.get_by_role("link", name="Head view").first.click()
    until(lambda: pressed(page) == [1, 2, 3])


def test_another_layer_keeps_heads_and_the_pinned_token(visit: Visit) -> None:
    page = visit("head_view?heads=0,1")
    stage(page).click(position=spot(page, "query", 5))
    page.get_by_role("slider", name="Layer").press("ArrowRight")
    until(lambda: "of layer 1" in (stage(page).get_attribute("aria-label") or ""))
    assert pressed(page) == [0, 1]
    expect(stage(page)).to_have_attribute("data-pinned", "query 5")
    address_has(page, "layer=1")


def test_fewer_lines_under_a_threshold_and_in_the_mean(visit: Visit) -> None:
    page = visit("head_view")
    every = lines(page)
    page.get_by_label("Mean of these heads").check()
    assert 0 < lines(page) <= every / 2
    page.get_by_label("Mean of these heads").uncheck()
    page.get_by_label("Hide lines under").press("End")
    assert 0 < lines(page) < every
    expect(page.locator(".words")).to_contain_text("of the attention")


def test_a_pair_is_read_half_by_half(visit: Visit) -> None:
    page = visit(f"{PAIR}&halves=A+looks+at+B&marks=hidden")
    stage(page).hover(position=spot(page, "key", 2))
    expect(stage(page).locator(".tip")).to_contain_text("‘lay’ is looked at by")
    expect(page.get_by_text("of its attention on text B").first).to_be_visible()


def test_downloads_show_what_the_page_shows(visit: Visit, tmp_path: Path) -> None:
    page = visit(
        "head_view?prompt=%3C%2Fscript%3E%3Cb%3E+%D7%A9%D7%9C%D7%95%D7%9D+%E4%BD%A0%E5%A5%BD&heads=0,2&layer=1"
    )
    stage(page)
    files = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind, exact=True).click()
        files[kind] = tmp_path / kind
        download.value.save_as(files[kind])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    root = ElementTree.fromstring(files["SVG"].read_text(encoding="utf-8"))
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("}text")]
    assert {"Layer 1", "L1H0", "L1H2"} <= set(texts)
    assert "L1H1" not in texts
    assert any("ש" in text for text in texts)
    assert files["CSV"].read_text(encoding="utf-8").startswith("layer,query_pos,query,key_pos,key,head 0")
    assert page.locator(".diagram b").count() == 0


@pytest.mark.parametrize("path", ["head_view", PAIR])
def test_a_phone_shows_all_of_it(visit: Visit, path: str) -> None:
    page = visit(path, width=390, dark=True)
    stage(page)
    for part in (".stage canvas", ".choices", ".saves"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    stage(page).click(position=spot(page, "key", 2))
    expect(stage(page)).to_have_attribute("data-pinned", "key 2")


def test_a_long_text_is_pruned_in_words_and_hovered_in_full(visit: Visit) -> None:
    page = visit("head_view?prompt=" + "+".join(["Jide+was+hungry+so+she+went+looking+for+food+."] * 20))
    stage(page)
    expect(page.locator(".words")).to_contain_text("hidden")
    assert 0 < lines(page) <= 4000
    stage(page).hover(position={"x": 40, "y": 700})
    expect(stage(page).locator(".tip")).to_contain_text("at position")
