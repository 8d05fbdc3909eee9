"""The line before a model: whoever wants to compute stands in it, and is let in first come, first served.

Long work takes its turn portion by portion, and goes to the end of the line after each, so that a short question waits
for one portion of every other's and not for all of it.
"""

from __future__ import annotations

import threading
import time
from collections import deque

from attn_core.forward.wanted import require_wanted

MOST = 200
"""Who may stand in one line; more would wait so long that it is kinder to say so at once."""
_LOOK_UP_S = 0.2  # between two looks at whether the work is still wanted
_NEW = 0.2  # the last turn's part in the mean


class Line:
    """A lock that is given in the order in which it was asked for. Not reentrant."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._tickets: deque[tuple[object, int]] = deque()  # who holds the lock is the first; each with its thread
        self._begun = 0.0
        self._turn_s = 0.0

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn, at most `timeout` seconds; False where it did not come, or the line is full.

        Raises GivenUpError as `wanted.until` says.
        """
        end = time.monotonic() + timeout
        ticket = (object(), threading.get_ident())
        with self._changed:
            if len(self._tickets) > MOST:
                return False
            self._tickets.append(ticket)
            try:
                while not self._changed.wait_for(lambda: self._tickets[0] is ticket, min(_LOOK_UP_S, timeout)):
                    require_wanted()
                    if time.monotonic() > end:
                        self._leave(ticket)
                        return False
                require_wanted()
            except BaseException:
                self._leave(ticket)
                raise
            self._begun = time.monotonic()
        return True

    def release(self) -> None:
        """Let the next one in."""
        with self._changed:
            taken = time.monotonic() - self._begun
            self._turn_s += (taken - self._turn_s) * (_NEW if self._turn_s else 1)
            self._leave(self._tickets[0])

    def __len__(self) -> int:
        """How many stand in it, with the one that computes."""
        return len(self._tickets)

    def ahead(self, thread: int) -> tuple[int, float]:
        """How many are before a thread, by its identifier, and about how many seconds they take; 0 if it computes."""
        with self._changed:
            places = [place for place, (_, owner) in enumerate(self._tickets) if owner == thread]
            before = places[0] if places else 0
            return before, before * self._turn_s

    def _leave(self, ticket: tuple[object, int]) -> None:
        self._tickets.remove(ticket)
        self._changed.notify_all()
