"""Back and Forward between pages: every page comes back with its prompt, and its address with it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, settled
from tests.browser.test_lab_pages import type_prompt


def test_back_and_forward_bring_each_pages_prompt(visit: Visit) -> None:
    page = visit("single_sentence")
    type_prompt(page, "Lena was cold so she")
    page.get_by_role("link", name="Model view").first.click()
    page.wait_for_url(re.compile("/model_view"))
    settled(page)
    type_prompt(page, "Omar was tired so he")
    page.go_back()
    page.wait_for_url(re.compile("/single_sentence"))
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("Lena was cold so she")
    assert "prompt=Lena+was+cold+so+she" in page.url
    page.go_forward()
    page.wait_for_url(re.compile("/model_view"))
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("Omar was tired so he")
    assert "prompt=Omar+was+tired+so+he" in page.url
