"""A Chromium for the browser tests: the machine's own, or Playwright's.

`python -m tests.browser.chromium` finds one, or installs one and says where it is. Tests only look for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

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
    "No Chromium to test with. Run `python -m tests.browser.chromium`, which installs one where it can; or install one"
    " (Debian, Ubuntu: `apt-get install chromium`; elsewhere: `playwright install chromium`), or name its program in"
    " the environment variable CHROMIUM."
)


class NoChromiumError(RuntimeError):
    """There is none to test with; the text says what to do."""


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium. Raises NoChromiumError where there is none."""
    path = find(playwright)
    if path is None:
        raise NoChromiumError(_HELP)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


def find(playwright: Playwright) -> Path | None:
    """The program that CHROMIUM names, else the machine's own, else Playwright's; None where there is none.

    Raises NoChromiumError where CHROMIUM names something that is not there.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoChromiumError(f"CHROMIUM is {named!r}, and there is no such program. Correct it, or remove it.")
        return Path(found)
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    downloaded = Path(playwright.chromium.executable_path)
    return downloaded if downloaded.is_file() else None


def install(playwright: Playwright) -> Path | None:
    """The one that is found, or one that is installed now: Debian's package where this process may, or Playwright's."""
    found = find(playwright)
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        _try(["apt-get", "update"])
        _try(["apt-get", "install", "-y", "chromium"])
        found = find(playwright)
    if found is None:
        _try([sys.executable, "-m", "playwright", "install", "chromium"])
        found = find(playwright)
    return found


def _try(command: Sequence[str]) -> None:
    """Run a command whose failure shows in what is found afterwards; its words go to stderr."""
    try:
        subprocess.run(command, check=False, timeout=600, stdout=sys.stderr)
    except subprocess.TimeoutExpired as error:
        print(error, file=sys.stderr)


def main() -> None:
    """Say which Chromium is used, or leave with the words that say what to do."""
    with sync_playwright() as playwright:
        try:
            path = install(playwright)
        except NoChromiumError as error:
            sys.exit(str(error))
        if path is None:
            sys.exit(_HELP)
        print(f"Chromium for the browser tests: {path}")


if __name__ == "__main__":
    main()
