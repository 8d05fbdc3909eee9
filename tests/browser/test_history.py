"""Back and Forward between pages: every page comes back as it was left, and its address with it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, settled, until
from tests.browser.test_lab_pages import layers_drawn, type_prompt


def test_back_and_forward_bring_each_page_as_it_was_left(visit: Visit) -> None:
    page = visit("single_sentence?layers=0&layers=5")
    type_prompt(page, "Lena was cold so she")
    until(lambda: layers_drawn(page) == ["0", "5"])
    page.get_by_role("link", name="Model view").first.click()
    page.wait_for_url(re.compile("/model_view"))
    settled(page)
    type_prompt(page, "Omar was tired so he")
    page.go_back()
    page.wait_for_url(re.compile("/single_sentence"))
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("Lena was cold so she")
    until(lambda: layers_drawn(page) == ["0", "5"])
    assert "prompt=Lena+was+cold+so+she" in page.url
    page.go_forward()
    page.wait_for_url(re.compile("/model_view"))
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("Omar was tired so he")
    assert "prompt=Omar+was+tired+so+he" in page.url
