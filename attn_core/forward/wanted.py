"""Whether anybody still waits for what this thread computes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from attn_core.errors import GivenUpError

_given_up: ContextVar[threading.Event | None] = ContextVar("given_up", default=None)


@contextmanager
def until(given_up: threading.Event) -> Iterator[None]:
    """Everything that this thread asks of a model ends with GivenUpError soon after the event is set."""
    token = _given_up.set(given_up)
    try:
        yield
    finally:
        _given_up.reset(token)


def require_wanted() -> None:
    """Raise GivenUpError where the event of `until` is set."""
    event = _given_up.get()
    if event is not None and event.is_set():
        raise GivenUpError("This was stopped", "Nobody waits for it any more. Ask again to begin anew.")
