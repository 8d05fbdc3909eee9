"""What a visitor sees, and keeps, when the server under the page ends, or what it needs is killed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import visiting
from tests.browser.server import restartable
from tests.browser.support import address_has, settled, svg_texts, type_prompt, until, written
from tests.support.converters import kill_converter

ASKED = "single_sentence?model=Story+%C2%B7+5M&layers=1&layers=2&head=3&position=2&prompt=Omar+was+cold+so"
HALF = "Omar was cold so she"


def alerts(page: Page) -> list[str]:
    """Everything that the page warns of or tells, and every traceback."""
    return page.locator("[data-testid=stAlert], [data-testid=stException], [role=dialog]").all_inner_texts()


def test_a_server_that_is_killed_and_started_again_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    begins_with = {"ATTENTION_LAB_MODEL": "story-pair"}  # another one than the page shows
    with restartable(tmp_path / "log", **begins_with) as server, visiting(browser, server.address) as visit:
        page = visit(ASKED)
        until(lambda: "cold" in written(page, "lines"))
        second = page.get_by_role("textbox", name="Second prompt")
        second.fill(HALF)  # and no Enter
        drawn, address = written(page, "lines"), page.url
        server.kill()
        expect(page.get_by_test_id("stConnectionStatus")).to_be_visible()
        assert written(page, "lines") == drawn
        server.start()
        expect(page.get_by_test_id("stConnectionStatus")).to_be_hidden()
        settled(page)
        assert page.url == address
        assert page.get_by_label("Prompt", exact=True).input_value() == "Omar was cold so"
        assert second.input_value() == HALF
        until(lambda: written(page, "lines") == drawn)
        assert alerts(page) == []
        second.press("Enter")
        settled(page)
        until(lambda: "she" in written(page, "lines-second"))
        type_prompt(page, "Lena was thirsty so she went looking for")
        address_has(page, "^(?!.*position).*prompt=Lena")  # the chosen position was one of the other text


def test_a_converter_that_is_killed_says_so_in_the_file(browser: Browser, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with restartable(log) as server, visiting(browser, server.address) as visit:
        page = visit("single_sentence")
        until(lambda: "hungry" in written(page, "lines"))
        button = page.locator(".st-key-lines-svg").get_by_role("button")  # of two the one that is no phone's
        with page.expect_download() as download:
            button.click()
            kill_converter(server.pid)
        assert "converter was ended early. Try again" in " ".join(svg_texts(download.value.path().read_text()))
        with page.expect_download() as download:
            button.click()
        assert "hungry" in "".join(svg_texts(download.value.path().read_text()))
        assert alerts(page) == []
    assert "Traceback" not in log.read_text()
