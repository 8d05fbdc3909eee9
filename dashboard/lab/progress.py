"""Work that takes a while, done in another thread, while the page draws how far it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime import RuntimeState

from attn_core.errors import BusyError
from lab import messages

Report = Callable[[str, float | None], None]  # what is being done, and the done share, 0 to 1, where that is known
Result = TypeVar("Result")


def while_serving(report: Report) -> Report:
    """The same report, which ends the work that calls it when the server stops: Python waits for threads of a pool."""

    def told(text: str, share: float | None) -> None:
        if runtime.exists() and runtime.get_instance().state in (RuntimeState.STOPPING, RuntimeState.STOPPED):
            raise BusyError("The server stops", "Start it again to go on.")
        report(text, share)

    return told


def watched(text: str, work: Callable[[Report], Result]) -> Result:
    """What `work` returns or raises. It is given a report to call; this thread, which alone may draw, shows it."""
    state: list[tuple[str, float | None]] = [(text, None)]
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work, while_serving(lambda text, share: state.append((text, share))))
    pool.shutdown(wait=False)
    bar = st.empty()
    while not wait([future], timeout=0.2).done:
        text, share = state[-1]
        bar.progress(share or 0.0, text=messages.plain(text))
    bar.empty()
    return future.result()
