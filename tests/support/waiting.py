"""Waiting for what another thread does: bounded, and far longer than a busy machine needs."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 180  # until a test gives up; nothing waits so long that passes, and all of CI has half an hour


def until(condition: Callable[[], object]) -> None:
    """Wait until it is so. Fails when it is not so in time."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
