"""A Chromium for the browser tests: the machine's own, or one that is installed now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Browser, Error, Playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HELP = (
    "No Chromium to test with. Install one (Debian, Ubuntu: `apt-get install chromium`; elsewhere: `playwright "
    "install chromium`), or name its program in the environment variable CHROMIUM."
)


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium. Raises RuntimeError, which says what to do, where none can be had."""
    path = _found() or _from_apt()
    if path is not None:
        return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    try:
        return playwright.chromium.launch(args=ARGUMENTS)
    except Error as error:
        raise RuntimeError(_HELP) from error


def _found() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


def _from_apt() -> str | None:
    """Debian's own package, where this process may install it."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
        subprocess.run(command, check=False, timeout=600)
    return _found()
