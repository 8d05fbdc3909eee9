"""Work that takes a while, done in another thread, while the page draws how far it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from threading import Event, get_ident
from time import monotonic
from typing import TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import RuntimeState
from streamlit.runtime.scriptrunner import get_script_run_ctx

from attn_core.errors import BusyError
from attn_core.forward.line import Line
from attn_core.forward.wanted import until
from lab import messages

Report = Callable[[str, float | None], None]  # what is being done, and the done share, 0 to 1, where that is known
Result = TypeVar("Result")
_EVERY_S = 0.2
LONGEST_S = 180.0
"""What one visitor's evidence may take, the wait before it included."""


def while_serving(report: Report) -> Report:
    """The same report, which ends the work that calls it when the server stops: Python waits for threads of a pool."""

    def told(text: str, share: float | None) -> None:
        if runtime.exists() and runtime.get_instance().state in (RuntimeState.STOPPING, RuntimeState.STOPPED):
            raise BusyError("The server stops", "Start it again to go on.")
        report(text, share)

    return told


def has_left() -> bool:
    """Whether the visitor of this page is gone: Streamlit would go on with it until a minute later."""
    context = get_script_run_ctx()
    return bool(context and runtime.exists() and not runtime.get_instance().is_active_session(context.session_id))


def watched(text: str, work: Callable[[Report], Result], line: Line | None = None) -> Result:
    """What `work` returns or raises. It is given a report to call; this thread, which alone may draw, shows it.

    Of work that stands in a model's line the place is shown too. It ends soon after the visitor has left or has asked
    for something else.
    """
    return _watched(text, work, line, _Shown(text))


def stoppable(text: str, asked: Hashable, work: Callable[[Report], Result], line: Line | None) -> Result:
    """The same with a button that stops it; what was stopped begins anew only when the visitor says so.

    Raises BusyError after LONGEST_S seconds.
    """
    if st.session_state.get("stopped") == asked:
        st.info(f"{text} was stopped. What you typed and chose is still here.")
        st.button("Begin again", on_click=_set_stopped, args=(None,))
        st.stop()
    return _watched(text, work, line, _Shown(text, partial(_set_stopped, asked), LONGEST_S))


class _Shown:
    """What the page shows of work that takes longer than a moment: how far it is, and a button that stops it."""

    def __init__(self, text: str, stop: Callable[[], None] | None = None, longest_s: float = math.inf) -> None:
        self._text, self._stop, self._longest_s = text, stop, longest_s
        self._place = st.empty()
        self._bar: DeltaGenerator | None = None
        self._end = monotonic() + longest_s

    def update(self, text: str, share: float) -> None:
        """Draw it. Raises BusyError where it takes too long."""
        if monotonic() > self._end:
            raise BusyError(
                f"{self._text} takes too long", f"It was stopped after {self._longest_s:g} s. Use a shorter text."
            )
        if self._bar is None:
            with self._place.container(horizontal=True, vertical_alignment="center"):
                self._bar = st.empty()
                if self._stop:
                    st.button("Stop", icon=":material/stop_circle:", on_click=self._stop)
        self._bar.progress(share, text=messages.plain(text))

    def clear(self) -> None:
        self._place.empty()


def _watched(text: str, work: Callable[[Report], Result], line: Line | None, shown: _Shown) -> Result:
    state: list[tuple[str, float | None]] = [(text, None)]
    worker: list[int] = []
    given_up = Event()

    def in_thread() -> Result:
        worker.append(get_ident())
        with until(given_up.is_set):
            return work(while_serving(lambda text, share: state.append((text, share))))

    pool = ThreadPoolExecutor(1)
    future = pool.submit(in_thread)
    pool.shutdown(wait=False)
    try:
        while not wait([future], timeout=_EVERY_S).done:
            if has_left():
                st.stop()
            now, share = state[-1]
            place = _place(line, worker[0]) if line is not None and worker else ""
            shown.update(f"{now}{place}", share or 0.0)
    finally:
        given_up.set()  # also where Streamlit ends this run, for the visitor has asked for something else
    shown.clear()
    return future.result()


def _set_stopped(asked: Hashable) -> None:
    st.session_state.stopped = asked


def _place(line: Line, thread: int) -> str:
    """How many are before this work, and about how long they take; nothing where it computes."""
    before, seconds = line.ahead(thread)
    return f" · {before} before you, about {max(1, round(seconds))} s" if before else ""
