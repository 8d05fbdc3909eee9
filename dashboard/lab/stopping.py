"""The end of the server: it takes its children with it, and does not wait for work that nobody will see."""

from __future__ import annotations

import os
import threading
import time
from functools import cache

import psutil
from streamlit import runtime
from streamlit.runtime import Runtime, RuntimeState

from lab import log

_LOOK_S = 0.2
_LEAVE_S = 3.0  # for what ends by itself; visitors are told by then, and what is fetched goes on after a restart


@cache
def begin() -> None:
    """From now on SIGTERM ends this process within seconds. Once a process; nothing where no server runs."""
    server = runtime.get_instance() if runtime.exists() else None
    if isinstance(server, Runtime):  # and not what stands in for it in tests of a page
        threading.Thread(target=_watch, args=(server,), name="stopping", daemon=True).start()


def _watch(server: Runtime) -> None:
    while server.state not in (RuntimeState.STOPPING, RuntimeState.STOPPED):
        time.sleep(_LOOK_S)
    log.event("stop")
    for child in psutil.Process().children(recursive=True):  # such as the converter to SVG
        child.kill()
    time.sleep(_LEAVE_S)
    os._exit(0)  # Python would wait for every thread of a pool
