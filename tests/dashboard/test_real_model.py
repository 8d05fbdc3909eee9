"""The real model that comes in the background: who begins with it, who is offered it, and what is said where."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lab import cache
from streamlit.testing.v1 import AppTest

from attn_core.models import background, loading
from attn_core.models.background import BackgroundModel
from attn_core.models.catalog import REAL_MODEL, load_catalog
from tests.dashboard.support import OpenPage, model_in_address, model_shown
from tests.support.local_hub import LocalHub
from tests.support.waiting import until


@pytest.fixture
def auto(local_hub: LocalHub, fresh_caches: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    """A dashboard that takes a real model where there is one, and a hub that has it."""
    monkeypatch.setenv("ATTENTION_LAB_MODEL", "auto")
    yield local_hub
    local_hub.release()
    settled()  # no thread goes on when the hub is gone


@pytest.fixture
def silent(auto: LocalHub, monkeypatch: pytest.MonkeyPatch) -> LocalHub:
    """The same with a hub that does not answer."""
    monkeypatch.setattr(background, "_ANSWER_S", 0.3)
    auto.faults.silence = threading.Event()
    return auto


def settled() -> BackgroundModel:
    model = cache.background(REAL_MODEL)
    until(lambda: model.state.is_settled)
    return model


def in_sidebar(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.sidebar.caption, *app.sidebar.markdown))


def on_the_page(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.main.error, *app.main.warning, *app.main.info))


def test_who_was_there_is_offered_the_model_and_who_comes_begins_with_it(auto: LocalHub, open_page: OpenPage) -> None:
    early = open_page()
    assert model_shown(early) == "story"
    assert len(early.get("vega_lite_chart")) == 1
    assert model_in_address(early) is None
    assert settled().state.stage == "ready"

    late = open_page()
    assert model_shown(late) == REAL_MODEL
    assert model_in_address(late) == "SmolLM2 135M"  # also where a link is opened while this server has Story alone
    assert any("SmolLM2 135M" in caption.value for caption in late.main.caption)
    assert not late.toast

    early.run()
    assert model_shown(early) == "story"
    assert model_in_address(early) == "Story · 5M"  # the same link would now open another model for others
    assert "SmolLM2 135M is ready" in in_sidebar(early).replace("\\", "")
    assert len(early.toast) == 1
    early.button(key="use_ready_model").click().run()
    assert model_shown(early) == REAL_MODEL
    assert "is ready" not in in_sidebar(early)
    assert len(auto.fetched()) == 1


def test_story_draws_while_the_model_drips_in(auto: LocalHub, open_page: OpenPage) -> None:
    auto.faults.drip = threading.Event()
    app = open_page()
    until(lambda: cache.background(REAL_MODEL).state.share)
    app.run()
    assert model_shown(app) == "story"
    assert app.get("vega_lite_chart")
    [bar] = app.sidebar.get("progress")
    assert "Downloading SmolLM2 135M" in bar.proto.text.replace("\\", "")
    auto.faults.drip.set()
    assert settled().state.stage == "ready"


def test_who_asks_for_it_meanwhile_waits_for_the_same_download(auto: LocalHub, open_page: OpenPage) -> None:
    app = open_page(model=REAL_MODEL)
    assert model_shown(app) == REAL_MODEL
    assert app.get("vega_lite_chart")
    assert len(auto.fetched()) == 1


def test_a_hub_that_breaks_off_and_sends_wrong_bytes_is_borne(auto: LocalHub, open_page: OpenPage) -> None:
    auto.faults.breaks, auto.faults.reset, auto.faults.wrong = [1000], True, 1
    open_page()
    assert settled().state.stage == "ready"
    assert model_shown(open_page()) == REAL_MODEL


@pytest.mark.parametrize(("status", "words"), [(403, "does not let"), (404, "has no"), (429, "asks to wait")])
def test_a_failure_is_told_in_the_picker_and_the_log_alone(
    auto: LocalHub, open_page: OpenPage, caplog: pytest.LogCaptureFixture, status: int, words: str
) -> None:
    auto.faults.status = lambda asked: status
    open_page()
    settled()
    app = open_page()
    assert model_shown(app) == "story"
    assert words in in_sidebar(app)
    assert words in caplog.text
    assert not on_the_page(app)
    assert app.get("vega_lite_chart")


def test_a_silent_hub_is_not_mentioned(silent: LocalHub, open_page: OpenPage, caplog: pytest.LogCaptureFixture) -> None:
    open_page()
    assert settled().state.stage == "absent"
    until(lambda: silent.asked)
    app = open_page()
    assert model_shown(app) == "story"
    assert not on_the_page(app)
    assert "SmolLM2" not in in_sidebar(app)
    assert model_in_address(app) is None
    assert len(silent.asked) == 1
    warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert all(record.name.startswith("streamlit") for record in warned)


def test_a_server_with_too_little_memory_keeps_story(
    auto: LocalHub, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = {name: replace(entry, memory_mb=10**9) for name, entry in load_catalog().items()}
    monkeypatch.setattr(cache, "load_catalog", lambda: catalog | {"story": load_catalog()["story"]})
    open_page()
    assert settled().state.stage == "failed"
    app = open_page()
    assert model_shown(app) == "story"
    assert "It needs 1000000" in in_sidebar(app).replace("\\", "")
    assert not auto.fetched()


def test_the_model_that_a_teacher_names(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTENTION_LAB_MODEL", "story-pair")
    app = open_page()
    assert model_shown(app) == "story-pair"
    assert not on_the_page(app)
    assert model_in_address(app) is None


def test_a_named_model_of_a_silent_hub_is_told(
    silent: LocalHub, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTENTION_LAB_MODEL", REAL_MODEL)
    open_page()
    settled()
    app = open_page()
    assert model_shown(app) == "story"
    assert "does not answer" in in_sidebar(app)
    assert not on_the_page(app)


def test_a_name_that_no_model_has(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTENTION_LAB_MODEL", "gpt-9")
    app = open_page()
    assert model_shown(app) == "story"
    assert app.get("vega_lite_chart")
    [error] = app.main.error
    said = error.value.replace("\\", "")
    assert "ATTENTION_LAB_MODEL is “gpt-9”" in said
    assert "auto" in said
    assert all(name in said for name in load_catalog())


def test_what_is_loaded_is_the_model_of_the_hub(
    auto: LocalHub, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second start finds the download, and asks nothing."""
    open_page()
    settled()
    auto.asked.clear()
    cache.background.clear()
    cache.model.clear()
    open_page()
    assert settled().state.stage == "ready"
    assert not auto.asked
    assert loading.load_model(REAL_MODEL, device="cpu").n_layers == cache.model(REAL_MODEL).n_layers
