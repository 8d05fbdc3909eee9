"""Work that takes a while, done in another thread, while the page draws how far it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event, get_ident
from typing import TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime import RuntimeState
from streamlit.runtime.scriptrunner import get_script_run_ctx

from attn_core.errors import BusyError
from attn_core.forward.line import Line, until
from lab import messages

Report = Callable[[str, float | None], None]  # what is being done, and the done share, 0 to 1, where that is known
Result = TypeVar("Result")
_EVERY_S = 0.2


def while_serving(report: Report) -> Report:
    """The same report, which ends the work that calls it when the server stops: Python waits for threads of a pool."""

    def told(text: str, share: float | None) -> None:
        if runtime.exists() and runtime.get_instance().state in (RuntimeState.STOPPING, RuntimeState.STOPPED):
            raise BusyError("The server stops", "Start it again to go on.")
        report(text, share)

    return told


def watched(text: str, work: Callable[[Report], Result], line: Line | None = None) -> Result:
    """What `work` returns or raises. It is given a report to call; this thread, which alone may draw, shows it.

    Of work that stands in a model's line the place is shown too. It ends soon after the visitor has left or has asked
    for something else.
    """
    state: list[tuple[str, float | None]] = [(text, None)]
    worker: list[int] = []
    given_up = Event()

    def in_thread() -> Result:
        worker.append(get_ident())
        with until(given_up):
            return work(while_serving(lambda text, share: state.append((text, share))))

    pool = ThreadPoolExecutor(1)
    future = pool.submit(in_thread)
    pool.shutdown(wait=False)
    bar = st.empty()
    try:
        while not wait([future], timeout=_EVERY_S).done:
            _require_visitor()
            text, share = state[-1]
            place = _place(line, worker[0]) if line and worker else ""
            bar.progress(share or 0.0, text=messages.plain(f"{text}{place}"))
    finally:
        given_up.set()  # also where Streamlit ends this run, for the visitor has asked for something else
    bar.empty()
    return future.result()


def stoppable(text: str, asked: Hashable, work: Callable[[Report], Result], line: Line) -> Result:
    """The same, with a button that stops it; what was stopped begins anew only when the visitor says so."""
    if st.session_state.get("stopped") == asked:
        st.info(f"{text} was stopped. What you typed and chose is still here.")
        st.button("Begin again", on_click=_set_stopped, args=(None,))
        st.stop()
    button = st.empty()
    button.button("Stop", icon=":material/stop_circle:", on_click=_set_stopped, args=(asked,))
    found = watched(text, work, line)
    button.empty()
    return found


def _set_stopped(asked: Hashable) -> None:
    st.session_state.stopped = asked


def _place(line: Line, thread: int) -> str:
    """How many are before this work, and about how long they take; nothing where it computes."""
    before, seconds = line.ahead(thread)
    return f" · {before} before you, about {max(1, round(seconds))} s" if before else ""


def _require_visitor() -> None:
    """End this run where its visitor has left: Streamlit would go on with it until a minute later."""
    context = get_script_run_ctx()
    if context and runtime.exists() and not runtime.get_instance().is_active_session(context.session_id):
        st.stop()
