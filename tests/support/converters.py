"""The process that makes a chart into SVG, found by what it was started with, to be killed."""

from __future__ import annotations

import psutil

from tests.support.waiting import until


def kill_converter(server: int) -> None:
    """Wait until the process of this identifier has started one, and kill it."""
    found: list[psutil.Process] = []

    def is_there() -> bool:
        found.extend(child for child in psutil.Process(server).children(recursive=True) if _converts(child))
        return bool(found)

    until(is_there)
    found[0].kill()


def _converts(process: psutil.Process) -> bool:
    try:
        return any("vl_convert" in word for word in process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return False
