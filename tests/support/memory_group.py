"""A limit of memory that the system itself keeps: a control group, where the machine allows one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_FILES = {_ROOT / "memory": "memory.limit_in_bytes", _ROOT: "memory.max"}  # version 1, version 2


@contextmanager
def memory_group(limit: int) -> Iterator[Path]:
    """The file that a process's identifier is written into, for it to have at most `limit` bytes.

    Raises OSError where the machine allows no such group.
    """
    top = next(top for top in _FILES if top.is_dir())
    group = top / f"attention-lab-{os.getpid()}"
    group.mkdir()
    try:
        (group / _FILES[top]).write_text(str(limit))
        yield group / "cgroup.procs"
    finally:
        group.rmdir()  # which the system refuses while a process is left in it
