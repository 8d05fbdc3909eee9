"""Planted defects: each is a line of the code that is replaced, and the tests that must notice.

A worker process has the large libraries imported and none of ours. For every defect it is forked; the child runs the
named tests in a copy of the tree that holds the defect. So a defect costs the seconds of its tests alone.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEFECTS = Path(__file__).parent / "defects"
COPIED = (
    "attn_core", "dashboard", "docs", "tests", ".streamlit", "pyproject.toml", "README.md", "package.json",
    "package-lock.json",
)  # fmt: skip


OURS = ("attn_core", "lab", "tests")
LARGE = ("torch", "transformers", "altair", "pandas", "vl_convert", "streamlit.testing.v1")


@dataclass(frozen=True)
class Defect:
    """`find` stands once in `file`, a path from the root, and is replaced by `put`; one of `tests` must then fail."""

    what: str
    file: str
    find: str
    put: str
    tests: tuple[str, ...]


def defects() -> list[Defect]:
    """All planted defects, from the TOML files of `defects/`, one a package."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DEFECTS.glob("*.toml"))]
    return [Defect(**row | {"tests": tuple(row["tests"])}) for table in tables for row in table["defect"]]


def import_large_libraries() -> None:
    """Import what every fork would else import anew."""
    for name in LARGE:
        importlib.import_module(name)


def copy_of_the_tree(folder: Path) -> Path:
    """A copy of what the tests need, in which a defect can be planted."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "mutation"))
        else:
            shutil.copy(source, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def survives(defect: Defect, tree: Path) -> str | None:
    """What the tests printed where they pass with the defect planted in the copy `tree`; None where one fails.

    Raises ValueError where the text to be replaced is not there once, and where the tests can't even be collected.
    """
    file = tree / defect.file
    sound = file.read_text(encoding="utf-8")
    if sound.count(defect.find) != 1:
        raise ValueError(f"{defect.file} has {defect.find!r} {sound.count(defect.find)} times, and not once")
    file.write_text(sound.replace(defect.find, defect.put), encoding="utf-8")
    try:
        code, printed = _run(tree, defect.tests)
    finally:
        file.write_text(sound, encoding="utf-8")
    if code not in (0, 1):
        raise ValueError(f"the tests did not run:\n{printed}")
    return printed if code == 0 else None


def _run(tree: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """The exit status of pytest in a fork, and what it printed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            code, printed = _pytest(tree, tests)
            pipe.write(printed.encode())
        os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        printed = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed


def _pytest(tree: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    import pytest

    os.chdir(tree)
    sys.path.insert(0, str(tree))
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]  # else the sound files would be tested
    printed = io.StringIO()
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", "--no-header"]
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = int(pytest.main([*options, f"--rootdir={tree}", *tests]))
    return code, printed.getvalue()
