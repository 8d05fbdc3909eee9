"""The server as an operator meets it: stopped by a signal, set as Community Cloud sets it, and read in its log."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.fixtures import visiting
from tests.browser.server import ROOT, started
from tests.support.waiting import PATIENCE_S, until

FORCED = {  # what Community Cloud sets, whatever the repository's config.toml says
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "false",
    "STREAMLIT_RUNNER_FAST_RERUNS": "true",
    "STREAMLIT_SERVER_RUN_ON_SAVE": "true",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}
SECRET = "Nadia whispered"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the dashboard whose model view fails, and quotes its visitor."""
    for folder in ("dashboard", ".streamlit"):
        shutil.copytree(ROOT / folder, tmp_path / "tree" / folder)
    view = tmp_path / "tree/dashboard/views/model_view.py"
    view.write_text("import streamlit as st\n\nraise KeyError(st.query_params['prompt'])\n", encoding="utf-8")
    return tmp_path / "tree"


def test_a_signal_stops_it_and_a_child_that_hangs(browser: Browser, log: Path) -> None:
    process, address = started(log, {})
    try:
        with visiting(browser, address) as visit:
            page = visit(f"single_sentence?prompt={SECRET} and")
            page.get_by_role("button", name="SVG").first.click()
            server = psutil.Process(process.pid)
            until(server.children)
            [child] = server.children()
            child.suspend()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE_S) == 0
            until(lambda: not child.is_running())
    finally:
        process.kill()
    events = [line["event"] for line in lines(log)]
    assert events[0] == "start"
    assert {"model loaded", "stop"} <= set(events)
    assert SECRET not in log.read_text()


def test_as_the_cloud_sets_it_it_works_and_an_error_shows_its_kind_alone(
    browser: Browser, log: Path, broken: Path
) -> None:
    process, address = started(log, FORCED, broken)
    try:
        with visiting(browser, address) as visit:
            page = visit("single_sentence")
            expect(page.get_by_role("button", name="SVG").first).to_be_visible()
            failed = visit(f"model_view?prompt={SECRET}")
            expect(failed.get_by_text("KeyError")).to_be_visible()
            text = failed.locator("body").inner_text()
            assert "Traceback" not in text
            assert "model_view.py" not in text
            assert SECRET not in text
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
    assert SECRET not in log.read_text()
    [error] = [line for line in lines(log) if line.get("kind") == "KeyError"]
    assert "model_view.py:3 <module>" in error["places"][-2] + error["places"][-1]


def test_health_is_a_page_in_no_menu(browser: Browser, log: Path) -> None:
    process, address = started(log, {})
    try:
        with visiting(browser, address) as visit:
            page = visit("health")
            expect(page.get_by_text("Memory.")).to_be_visible()
            expect(page.get_by_role("link", name="Evidence")).to_be_visible()
            expect(page.get_by_role("link", name="Health")).to_have_count(0)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
