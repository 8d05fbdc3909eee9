"""Two visitors at once: a first that waits in the middle of its work until the second stands where it must wait."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

PATIENCE_S = 60  # until a test gives up; nothing waits so long that passes


class Overlap:
    """Counts who is in a piece of work; the first to come stays until the second is stuck before it, or is in it."""

    def __init__(self, waiting_in: str) -> None:
        """Where who has to wait stands: "file.py:function", or a file or folder that it has entered and not left."""
        self.entered = 0
        self.together = 0
        self._inside: set[int] = set()
        self._waiting_in = waiting_in
        self._lock = threading.Lock()
        self._second: int | None = None

    def enter(self) -> None:
        """The work begins. The first time, return only once another thread waits for it, or is in it too."""
        with self._lock:
            self.entered += 1
            first = self.entered == 1
            self._inside.add(threading.get_ident())
            self.together = max(self.together, len(self._inside))
        if first:
            self._until(lambda: self.together > 1 or self._is_stuck())

    def leave(self) -> None:
        """The work is done."""
        with self._lock:
            self._inside.discard(threading.get_ident())

    def run(self, first: Callable[[], object], second: Callable[[], object]) -> list[object]:
        """What both return; the second starts once the first is in the work."""
        with ThreadPoolExecutor(2) as pool:
            begun = pool.submit(first)
            self._until(lambda: self.entered > 0 or begun.done())
            other = pool.submit(self._as_second, second)
            return [begun.result(PATIENCE_S), other.result(PATIENCE_S)]

    def _as_second(self, work: Callable[[], object]) -> object:
        self._second = threading.get_ident()
        return work()

    def _is_stuck(self) -> bool:
        """Whether the second stands where it has to wait, now and at a second look."""
        if not self._stands():
            return False
        time.sleep(0.002)
        return self._stands()

    def _stands(self) -> bool:
        frame = sys._current_frames().get(self._second or 0)
        if frame is not None and ":" in self._waiting_in:
            return f"{frame.f_code.co_filename}:{frame.f_code.co_name}".endswith(self._waiting_in)
        while frame is not None and self._waiting_in not in frame.f_code.co_filename:
            frame = frame.f_back
        return frame is not None

    @staticmethod
    def _until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.001)
