"""A server that takes a real model where there is one, in a real browser, with a hub of our own beside it."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import visiting
from tests.browser.server import running
from tests.browser.support import CHART, address_has, settled
from tests.support.local_hub import LocalHub

NAMED = r"[?&]model=SmolLM2(\+|%20)135M"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a server is started with that may ask a hub: an empty cache and no token."""
    offline = {"HF_TOKEN": "", "HF_HUB_DISABLE_XET": "1", "NO_PROXY": "127.0.0.1"}
    return {"ATTENTION_LAB_MODEL": "auto", "HF_HOME": str(tmp_path / "hub"), **offline}


def drawn(page: Page, model: str) -> None:
    expect(page.get_by_test_id("stMain").get_by_text(f"{model}, ")).to_be_visible()
    expect(page.locator(f"{CHART} svg").first).to_be_visible()


def test_a_model_of_270_mb_comes_while_story_draws(
    browser: Browser, smollm2_folder: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    hub = LocalHub(smollm2_folder)
    hub.faults.drip, hub.faults.breaks = threading.Event(), [100_000_000]
    with (
        hub.running(),
        running(tmp_path / "log", **environment, HF_ENDPOINT=hub.address) as server,
        visiting(browser, server) as visit,
    ):
        early = visit()
        drawn(early, "Story")
        expect(early.get_by_test_id("stSidebar").get_by_text("Downloading SmolLM2 135M")).to_be_visible()
        hub.release()
        expect(early.get_by_text("SmolLM2 135M is ready.")).to_be_visible()
        drawn(early, "Story")
        late = visit()
        drawn(late, "SmolLM2 135M")
        address_has(late, NAMED)
        early.get_by_role("button", name="Use it now").click()
        drawn(early, "SmolLM2 135M")
        address_has(early, NAMED)
        expect(early.get_by_text("SmolLM2 135M is ready.")).to_be_hidden()
        early.go_back()
        drawn(early, "Story")
    first, second = hub.fetched()
    assert (first.range, second.range is not None) == (None, True)


def test_without_a_network_nothing_is_said_of_a_hub(
    browser: Browser, tmp_path: Path, environment: dict[str, str]
) -> None:
    log = tmp_path / "log"
    nobody = {"HF_ENDPOINT": "http://127.0.0.1:9"}
    with running(log, **environment, **nobody) as server, visiting(browser, server) as visit:
        page = visit()
        drawn(page, "Story")
        for _ in range(2):
            sidebar = page.get_by_test_id("stSidebar").inner_text()
            assert not re.search("hub|ready|download", sidebar, re.I)
            assert "model=" not in page.url
            page.reload()
            settled(page)
    assert not re.search("SmolLM2|hub", log.read_text(), re.I)
