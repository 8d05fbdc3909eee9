"""The head view among the other pages: its address, Back, halves, downloads, a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.head_view import PAIR, lines, pixels, pressed, spot, stage, tile
from tests.browser.support import Visit, address_has, box_of, settled, shared, svg_texts, until


def test_the_address_keeps_the_choice_and_little_is_sent(visit: Visit) -> None:
    page = visit("head_view?layer=1")
    received: list[bytes | str] = []
    page.on("websocket", lambda socket: _listen(socket, received))
    page.reload()
    settled(page)
    stage(page)
    received.clear()
    tile(page, 0).click()
    address_has(page, "heads=1&heads=2&heads=3")
    settled(page)
    assert sum(map(len, received)) < 12_000  # the picture is not sent again
    page.get_by_label("Mean of these heads").check()
    address_has(page, "mean=true")
    page.get_by_label("Hide lines under").press("End")
    address_has(page, "threshold=50")
    expect(page.locator(".words")).to_contain_text("Lines under 50 % hidden")
    kept = lines(page)
    other = visit(shared(page))
    assert pressed(other) == [1, 2, 3]
    assert other.get_by_label("Mean of these heads").is_checked()
    assert lines(other) == kept
    assert pixels(other) == pixels(page)  # the same address, the same picture


def _listen(socket: WebSocket, received: list[bytes | str]) -> None:
    socket.on("framereceived", lambda data: received.append(data))


def test_back_and_other_pages_keep_heads(visit: Visit) -> None:
    page = visit("head_view")
    tile(page, 0).click()
    address_has(page, "heads=1&heads=2&heads=3")
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


def test_a_pair_is_read_half_by_half(visit: Visit) -> None:
    page = visit(f"{PAIR}&halves=A+looks+at+B&special=hidden")
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
    texts = svg_texts(files["SVG"].read_text(encoding="utf-8"))
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
        box = box_of(page.locator(part).first)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    stage(page).click(position=spot(page, "key", 2))
    expect(stage(page)).to_have_attribute("data-pinned", "key 2")
