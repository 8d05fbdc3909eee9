"""What a visitor sees who has to wait for others: the place, a way to stop, a limit, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from lab import cache, progress
from streamlit.testing.v1 import AppTest

from attn_core.forward import loaded
from tests.dashboard.support import OpenPage
from tests.support.waiting import PATIENCE_S, until

NEW = "Mei was cold so she"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written beside the bar of work that takes longer than a moment."""
    texts: list[str] = []
    update = progress._Shown.update

    def noted(self: Any, text: str, share: float) -> None:
        texts.append(text)
        update(self, text, share)

    monkeypatch.setattr(progress._Shown, "update", noted)
    return texts


def while_another_computes(work: Callable[[], AppTest], until_then: Callable[[], object] = bool) -> AppTest:
    """What the page shows in the end, where another visitor holds the model until something is so, or to the end."""
    line, ended = cache.model("story").line, Event()
    assert line is not None
    assert line.acquire(PATIENCE_S)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(work)
        asked.add_done_callback(lambda _: ended.set())
        until(lambda: until_then() or ended.is_set())
        line.release()
        return asked.result()


def test_who_waits_for_a_prompt_sees_the_place_and_about_how_long(open_page: OpenPage, shown: list[str]) -> None:
    app = open_page("single_sentence")
    cache.run.clear()
    box = app.text_input(key="prompt").set_value(NEW)
    app = while_another_computes(lambda: box.run(), lambda: any("before you" in text for text in shown))
    assert not app.exception
    assert not app.error
    assert any(re.fullmatch(r"Reading the text · [12] before you, about \d+ s", text) for text in shown)


def test_who_waits_too_long_is_told_and_keeps_what_was_there(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("single_sentence")
    cache.run.clear()
    before = str(app.text_input(key="prompt").value)
    cache.run(cache.Asked("story", before, None, 512))
    monkeypatch.setattr(loaded, "WAIT_S", 0.05)
    box = app.text_input(key="prompt").set_value(NEW)
    app = while_another_computes(box.run)
    assert "Story is busy" in app.error[0].value
    assert f"Below is still the last prompt that worked: “{before}”" in app.info[0].value
    assert app.text_input(key="prompt").value == NEW


def test_evidence_that_takes_too_long_is_stopped_in_words(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("single_sentence")
    cache.evidence.clear()
    monkeypatch.setattr(progress, "LONGEST_S", 0.3)
    app = while_another_computes(app.switch_page("views/evidence.py").run)
    assert "Taking away each word takes too long" in app.error[0].value
    assert "Use a shorter text" in app.error[0].value
    assert app.text_input(key="prompt").value


def test_what_was_stopped_begins_again_only_when_asked(open_page: OpenPage) -> None:
    app = open_page("evidence")
    asked = cache.Asked("story", str(app.text_input(key="prompt").value), None, 512)
    app.session_state.stopped = (asked, ((), ()))
    app.run()
    assert "Taking away each word was stopped. What you typed and chose is still here." in app.info[0].value
    drawn = len(app.get("vega_lite_chart"))
    next(button for button in app.button if button.label == "Begin again").click().run()
    assert len(app.get("vega_lite_chart")) > drawn
    assert not app.info
