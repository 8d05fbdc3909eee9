"""What the server writes into its log: one line of JSON an event, and never a prompt, a token's text or a secret.

Of what nobody foresaw, and of what Streamlit tells, there are only the kind and the places in the code: a message may
quote what a visitor typed.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType

import streamlit as st

import attn_core
from attn_core.models.devices import limit_bytes

_EVENTS = logging.getLogger("attention_lab")
_OURS = ("attention_lab", "attn_core")  # whose words are about models and settings, never about a prompt
_SERVER = ("streamlit", "uvicorn", "websockets")  # who have handlers of their own
_NAME = "attention-lab"


def begin() -> None:
    """Let all that is logged from now on be such lines. Call it in every run: Streamlit makes loggers as it goes."""
    st.set_option("logger.enableRich", False)  # which would print messages past all loggers
    root = logging.getLogger()
    begins = not any(handler.name == _NAME for handler in root.handlers)
    if begins:
        root.addHandler(_Stderr())
        _EVENTS.setLevel(logging.INFO)
    if logging.lastResort:  # for loggers that have no handler and hand nothing on, such as one of uvicorn
        logging.lastResort.setFormatter(Line())
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.partition(".")[0] in _SERVER and isinstance(logger, logging.Logger):
            for handler in logger.handlers:
                handler.setFormatter(Line())
    if begins:
        event("start", version=attn_core.__version__, torch=version("torch"), memory_limit_bytes=limit_bytes())


def event(name: str, **told: str | float) -> None:
    """Write that something happened, with its figures. Give it nothing that a visitor typed."""
    _EVENTS.info(name, extra={"told": told})


class Line(logging.Formatter):
    """A record as a line of JSON: time in UTC, level, event, and what is told of it."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in _OURS
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours else f"{record.name}:{record.lineno}",
        }
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            line |= {"kind": record.exc_info[0].__name__, "places": _places(record.exc_info[2])}
        return json.dumps(line)


class _Stderr(logging.Handler):
    """Whatever sys.stderr is when a line is written."""

    def __init__(self) -> None:
        super().__init__()
        self.name = _NAME
        self.setFormatter(Line())

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr, flush=True)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)]
