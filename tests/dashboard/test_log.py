"""The log is JSON, a line an event, and holds nothing that a visitor typed."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from lab import log
from streamlit import config, error_util

from tests.dashboard.support import OpenPage

SECRET = "a secret of mine"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def raised() -> logging.LogRecord:
    """What Streamlit writes when a page fails with a message that quotes its visitor."""
    try:
        raise ValueError(SECRET)
    except ValueError:
        return logging.LogRecord(error_util.__name__, logging.ERROR, __file__, 7, SECRET, (), sys.exc_info())


def test_an_event_is_one_line_with_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin()
    log.begin()  # as every run does: it is written once all the same
    log.event("model loaded", model="story", seconds=0.5)
    [line] = lines(capsys)[-1:]
    assert {name: line[name] for name in ("level", "event", "model", "seconds")} == {
        "level": "info", "event": "model loaded", "model": "story", "seconds": 0.5,
    }  # fmt: skip
    assert line["time"].endswith("+00:00")


def test_an_error_of_streamlit_is_told_by_kind_and_place_alone() -> None:
    log.begin()
    record = raised()
    [written] = {handler.format(record) for handler in logging.getLogger(error_util.__name__).handlers}
    line = json.loads(written)
    assert SECRET not in written
    assert line["kind"] == "ValueError"
    assert line["event"] == "streamlit.error_util:7"
    assert line["places"][-1].endswith(" raised")


def test_what_has_no_handler_is_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin()
    alone = logging.Logger("uvicorn.error")  # without a parent to hand on to, as Streamlit leaves it
    alone.handle(raised())
    written = capsys.readouterr().err
    assert json.loads(written)["kind"] == "ValueError"
    assert SECRET not in written


def test_what_nobody_else_writes_is_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin()
    logging.getLogger("asyncio").error(SECRET)
    logging.getLogger("attn_core.models.background").warning("SmolLM2 135M. It is too large.")
    *_, foreign, ours = lines(capsys)
    assert foreign["event"].startswith("asyncio:")
    assert ours["event"] == "SmolLM2 135M. It is too large."


@pytest.mark.usefixtures("fresh_caches")
def test_a_visit_is_told_without_its_prompt(open_page: OpenPage, capsys: pytest.CaptureFixture[str]) -> None:
    app = open_page("single_sentence", prompt=f"{SECRET} " * 400)
    assert app.error
    written = capsys.readouterr().err
    told = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    [loaded] = [line for line in told if line["event"] == "model loaded"]
    assert loaded["model"] == "story"
    assert loaded["seconds"] > 0
    assert loaded["bytes"] > 4 * 4_000_000  # Story's parameters, in float32
    assert {line.get("kind") for line in told if line["event"] == "refusal"} == {"PromptTooLongError"}
    assert "secret" not in written


def test_an_error_never_shows_a_traceback_to_a_visitor(open_page: OpenPage) -> None:
    config.set_option("client.showErrorDetails", "false")  # as Community Cloud does
    open_page()
    assert config.get_option("client.showErrorDetails") == "type"
