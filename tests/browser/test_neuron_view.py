"""The neuron view as a student uses it: pointing, clicking, keys, share links and downloads in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.neuron_view import point, reading, row, said, stage
from tests.browser.support import Visit, box_of, settled, shared, type_prompt, until, watch


def test_the_browser_and_the_server_work_out_the_same(visit: Visit) -> None:
    page = visit("neuron_view?layer=3")
    for head in ("1", "2"):
        page.get_by_role("combobox", name="Head").click()
        page.get_by_role("option", name=head, exact=True).click()
        expect(stage(page)).to_have_attribute("data-place", f"L3H{head}")
        expect(page.get_by_text(re.compile(f"^In head L3H{head}"))).to_be_visible()
        dot = re.search(r"q·k is (\S+): dimension (\d+) adds (\S+)", reading(page))
        assert dot is not None
        assert f"q·k {dot[1]}," in said(page)
        assert f"dimension {dot[2]} +{dot[3]}" in said(page)


def test_a_click_chooses_a_query_token_and_the_next_opens_its_sums(visit: Visit) -> None:
    page = visit("neuron_view")
    expect(stage(page)).to_have_attribute("data-query", "8")
    stage(page).click(position={"x": 50, "y": 34 + 26 * 3.5})
    expect(stage(page)).to_have_attribute("data-query", "3")
    expect(page).to_have_url(re.compile("position=3"))
    until(lambda: "‘hungry’ looks most" in reading(page))
    stage(page).click(position={"x": 50, "y": 34 + 26 * 3.5})
    expect(stage(page)).to_have_attribute("data-expanded", "true")
    expect(page).to_have_url(re.compile("expanded=1"))
    assert "Query ‘hungry’" in said(page)


def test_keys_move_the_query_and_open_and_close(visit: Visit) -> None:
    page = visit("neuron_view")
    stage(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(stage(page)).to_have_attribute("data-query", "6")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(stage(page)).to_have_attribute("data-query", "7")
    expect(stage(page)).to_have_attribute("data-expanded", "true")
    page.keyboard.press("Space")
    expect(stage(page)).to_have_attribute("data-expanded", "false")


def test_a_later_token_is_masked_not_zero(visit: Visit) -> None:
    page = visit("neuron_view?position=4&expanded=1")
    stage(page).click(position={"x": 20, "y": row(6)})
    expect(stage(page)).to_have_attribute("data-key", "6")
    assert "masked" in said(page)
    stage(page).focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(stage(page)).to_have_attribute("data-key", "4")
    assert "weight" in said(page)


def test_a_cell_tells_its_numbers_and_they_multiply(visit: Visit) -> None:
    page = visit("neuron_view?expanded=1")
    expect(stage(page)).to_have_attribute("data-expanded", "true")
    tip = page.locator(".tip")
    box = box_of(stage(page))
    point(page, box["width"] * 0.5, row(3))
    until(lambda: "×" in tip.inner_text())
    q, k, product = (float(number.replace("−", "-")) for number in re.findall(r"[+−][\d.]+", tip.inner_text()))
    assert q * k == pytest.approx(product, abs=0.05)
    point(page, box["width"] * 0.2, row(3))
    until(lambda: "of ‘hungry’: k" in tip.inner_text())
    point(page, box["width"] * 0.2, 30)
    until(lambda: "of ‘for’: q" in tip.inner_text())
    point(page, box["width"] * 0.5, 64)
    until(lambda: "Each cell of q times" in tip.inner_text())


def test_pointing_asks_the_server_nothing(visit: Visit) -> None:
    page = visit("neuron_view")
    sent = watch(page)
    expect(stage(page)).to_be_visible()
    sent.clear()
    for number in range(5):
        point(page, 40, 34 + 26 * (number + 0.5))
    point(page, 700, 60)
    expect(page.locator(".tip")).to_be_visible()
    page.wait_for_timeout(700)  # longer than the rest after which a choice is told
    assert sent == []


def test_the_address_is_a_share_link(visit: Visit) -> None:
    page = visit("neuron_view?layer=5&head=1")
    page.get_by_role("button", name="Show the sums").click()
    page.get_by_label("Query token").select_option("2")
    expect(page).to_have_url(re.compile("position=2&expanded=1"))
    settled(page)
    other = visit(shared(page))
    expect(stage(other)).to_have_attribute("data-place", "L5H1")
    expect(stage(other)).to_have_attribute("data-query", "2")
    expect(stage(other)).to_have_attribute("data-expanded", "true")
    assert said(other) == said(page)


def test_quick_choices_end_on_the_last(visit: Visit) -> None:
    page = visit("neuron_view")
    for query in ("2", "5", "3"):
        page.get_by_label("Query token").select_option(query)
        page.wait_for_timeout(450)  # each is told, and the answers come while the next is chosen
    expect(page).to_have_url(re.compile("position=3"))
    settled(page)
    expect(stage(page)).to_have_attribute("data-query", "3")
    until(lambda: "‘hungry’ looks most" in reading(page))


def test_back_takes_back_a_choice(visit: Visit) -> None:
    page = visit("neuron_view")
    page.get_by_label("Query token").select_option("2")
    expect(page).to_have_url(re.compile("position=2"))
    settled(page)
    page.get_by_label("Query token").select_option("5")
    expect(page).to_have_url(re.compile("position=5"))
    settled(page)
    page.go_back()
    expect(stage(page)).to_have_attribute("data-query", "2")


def test_another_layer_keeps_the_query_and_another_text_does_not(visit: Visit) -> None:
    page = visit("neuron_view")
    page.get_by_label("Query token").select_option("3")
    expect(stage(page)).to_have_attribute("data-query", "3")
    page.get_by_role("combobox", name="Head").click()
    page.get_by_role("option", name="2", exact=True).click()
    expect(stage(page)).to_have_attribute("data-place", "L0H2")
    expect(stage(page)).to_have_attribute("data-query", "3")
    type_prompt(page, "Lena was cold so she")
    expect(stage(page)).to_have_attribute("data-query", "5")


def test_one_half_of_a_pair(visit: Visit) -> None:
    page = visit("neuron_view?model=Story+Pair+·+4M")
    page.get_by_role("combobox", name="Texts").click()
    page.get_by_role("option", name="B looks at A").click()
    until(lambda: page.get_by_label("Query token").locator("option").first.inner_text().startswith("8 "))
    settled(page)
    other = visit(shared(page))
    until(lambda: page.get_by_label("Query token").inner_text() == other.get_by_label("Query token").inner_text())
    assert said(other) == said(page)


def test_a_prompt_of_html_is_text_in_the_picture_and_its_download(visit: Visit, tmp_path: Path) -> None:
    page = visit("neuron_view?expanded=1")
    tokens = page.get_by_label("Query token").locator("option")
    type_prompt(page, "</script><img src=x onerror=document.title='owned'> is")
    until(lambda: "<" in "".join(text.split(" · ")[1][:1] for text in tokens.all_inner_texts()[1:]))
    assert page.locator("img[src=x]").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    written = Path(download.value.path()).read_text(encoding="utf-8")
    assert "<img" not in written
    assert "multiplied out" in written
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert "owned" not in page.title()


@pytest.mark.parametrize("expanded", ["0", "1"])
def test_a_phone_scrolls_the_sums_in_their_own_frame(visit: Visit, expanded: str) -> None:
    page = visit(f"neuron_view?expanded={expanded}", width=390)
    expect(stage(page)).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    if expanded == "1":
        frame = page.locator(".frame")
        assert frame.evaluate("e => e.scrollWidth > e.clientWidth")
        frame.evaluate("e => { e.scrollLeft = 1000 }")
        stage(page).click(position={"x": 10, "y": row(1)})  # key labels stay at the left
        expect(stage(page)).to_have_attribute("data-key", "1")


def test_five_hundred_tokens(visit: Visit) -> None:
    page = visit("neuron_view?expanded=1")
    type_prompt(page, "The cat sat on the mat. " * 60)
    until(lambda: page.get_by_label("Query token").locator("option").count() > 400)
    stage(page).focus()
    page.keyboard.press("Enter")
    expect(stage(page)).to_have_attribute("data-expanded", "false")
    height = stage(page).evaluate("e => e.offsetHeight")
    assert height < 1800
