"""A model that comes while others are in use: asked for once, and never in anybody's way."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from huggingface_hub import constants

from attn_core.models import background
from attn_core.models.background import BackgroundModel, State
from attn_core.models.hub import Progress
from attn_core.models.loading import load_model
from attn_core.records.model_entry import ModelEntry
from tests.support.local_hub import LocalHub
from tests.support.waiting import PATIENCE_S, until

ANSWER_S = background._ANSWER_S  # before a test changes it
TOKEN = "hf_not_a_token"


def loading(entry: ModelEntry) -> Callable[[Progress], object]:
    return lambda report: load_model(entry.name, device="cpu", catalog={entry.name: entry}, progress=report)


def settled(model: BackgroundModel) -> State:
    until(lambda: model.state.is_settled)
    return model.state


def test_it_is_fetched_and_loaded_once(local_hub: LocalHub, entry: ModelEntry) -> None:
    loaded: list[object] = []
    model = BackgroundModel(entry, lambda report: loaded.append(loading(entry)(report)), wanted=False)
    assert (model.state, local_hub.asked) == (State("asking"), [])
    model.start()
    model.start()
    assert settled(model) == State("ready")
    assert len(loaded) == len(local_hub.fetched()) == 1


def test_how_far_it_is(local_hub: LocalHub, entry: ModelEntry) -> None:
    local_hub.faults.silence, local_hub.faults.drip = threading.Event(), threading.Event()
    told: list[tuple[str, float | None]] = []
    model = BackgroundModel(entry, loading(entry), wanted=False)
    following = threading.Thread(target=model.follow, args=(lambda words, share: told.append((words, share)),))
    following.start()
    until(lambda: told)
    assert told[0] == ("Asking for SmolLM2 135M", None)
    local_hub.faults.silence.set()
    until(lambda: any(words.startswith("Downloading SmolLM2 135M: ") and share for words, share in told))
    assert model.state.stage == "fetching"
    local_hub.faults.drip.set()
    assert settled(model) == State("ready")
    following.join(PATIENCE_S)
    assert not following.is_alive()


@pytest.mark.parametrize("wanted", [False, True])
def test_a_silent_hub_is_left_alone_unless_somebody_named_the_model(
    local_hub: LocalHub,
    entry: ModelEntry,
    wanted: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(background, "_ANSWER_S", 0.3)
    local_hub.faults.silence = threading.Event()
    model = BackgroundModel(entry, loading(entry), wanted=wanted)
    model.start()
    state = settled(model)
    assert state.stage == ("failed" if wanted else "absent")
    assert ("does not answer" in state.words) == ("does not answer" in caplog.text) == wanted
    assert len(local_hub.asked) <= 1
    model.start()
    assert len(local_hub.asked) <= 1


def test_the_time_for_an_answer_is_two_seconds() -> None:
    assert ANSWER_S == 2.0


def test_what_is_here_needs_no_hub(local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    loading(entry)(lambda words, share: None)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    model = BackgroundModel(entry, loading(entry), wanted=False)
    model.follow(lambda words, share: None)
    assert model.state == State("ready")


def test_a_model_too_large_is_not_fetched(
    local_hub: LocalHub, entry: ModelEntry, caplog: pytest.LogCaptureFixture
) -> None:
    model = BackgroundModel(entry, loading(replace(entry, memory_mb=10**9)), wanted=False)
    model.follow(lambda words, share: None)
    assert model.state.stage == "failed"
    assert "It needs 1000000.0 GB, and this CPU has" in model.state.words
    assert model.state.words in caplog.text
    assert not local_hub.fetched()


def test_a_refusal_is_told_without_the_token(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "attn_core")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    local_hub.faults.status = lambda asked: 429
    model = BackgroundModel(entry, loading(entry), wanted=False)
    model.follow(lambda words, share: None)
    assert model.state.stage == "failed"
    assert "asks to wait" in caplog.text
    assert TOKEN not in caplog.text + model.state.words


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_is_ended_leaves_nobody_waiting(
    local_hub: LocalHub, entry: ModelEntry, caplog: pytest.LogCaptureFixture
) -> None:
    local_hub.faults.drip = threading.Event()
    model = BackgroundModel(entry, loading(entry), wanted=False)
    model.start()
    until(lambda: local_hub.drops > 3)
    [thread] = [thread for thread in threading.enumerate() if thread.name == "background-model"]
    assert thread.ident
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
    local_hub.release()
    model.follow(lambda words, share: None)
    assert model.state == State("failed", "SmolLM2 135M could not be loaded. The log of this server has why.")
    assert "The thread that loads SmolLM2 135M has ended" in caplog.text
    loading(entry)(lambda words, share: None)  # whoever chooses it tries anew


def test_what_nobody_foresaw_is_told_in_the_log(
    local_hub: LocalHub, entry: ModelEntry, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(report: Progress) -> None:
        raise RuntimeError("a bug")

    model = BackgroundModel(entry, fail, wanted=False)
    model.follow(lambda words, share: None)
    assert model.state == State("failed", "SmolLM2 135M could not be loaded. The log of this server has why.")
    assert "RuntimeError: a bug" in caplog.text
