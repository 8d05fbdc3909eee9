"""Whether anybody still waits for what this thread computes, here or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from attn_core.errors import GivenUpError

Condition = Callable[[], bool]
_given_up: ContextVar[Condition | None] = ContextVar("given_up", default=None)


@contextmanager
def until(given_up: Condition) -> Iterator[None]:
    """Everything that this thread asks of a model ends with GivenUpError soon after `given_up()` is true."""
    token = _given_up.set(given_up)
    try:
        yield
    finally:
        _given_up.reset(token)


def require_wanted() -> None:
    """Raise GivenUpError where the condition of `until` is true."""
    given_up = _given_up.get()
    if given_up is not None and given_up():
        raise GivenUpError("This was stopped", "Nobody waits for it any more. Ask again to begin anew.")
