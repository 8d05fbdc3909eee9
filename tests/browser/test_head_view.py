"""The head view as a student uses it: heads, hovering, pinning, keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from attn_core import load_model
from attn_core.frames.wording import percent
from attn_core.measures import head_labels as probes
from tests.browser.head_view import lines, pixels, pressed, spot, stage, tile
from tests.browser.support import Visit, watch


def test_hovering_shows_where_a_token_looks_and_who_looks_at_it(visit: Visit) -> None:
    page = visit("head_view?layer=2")
    frames = watch(page)
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


def test_fewer_lines_under_a_threshold_and_in_the_mean(visit: Visit) -> None:
    page = visit("head_view")
    every = lines(page)
    page.get_by_label("Mean of these heads").check()
    assert 0 < lines(page) <= every / 2
    page.get_by_label("Mean of these heads").uncheck()
    page.get_by_label("Hide lines under").press("End")
    assert 0 < lines(page) < every
    expect(page.locator(".words")).to_contain_text("of the attention")


def test_a_long_text_is_pruned_in_words_and_hovered_in_full(visit: Visit) -> None:
    page = visit("head_view?prompt=" + "+".join(["Jide+was+hungry+so+she+went+looking+for+food+."] * 20))
    stage(page)
    expect(page.locator(".words")).to_contain_text("hidden")
    assert 0 < lines(page) <= 4000
    stage(page).hover(position={"x": 40, "y": 700})
    expect(stage(page).locator(".tip")).to_contain_text("at position")
