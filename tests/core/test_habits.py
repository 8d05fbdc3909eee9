"""What is written in two places says the same: the version, and how everything is tested."""

from __future__ import annotations

import re
from pathlib import Path

from attn_core import __version__

ROOT = Path(__file__).parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_that_of_the_citation_and_of_the_newest_changes() -> None:
    assert re.findall(r"^version: (\S+)$", text("CITATION.cff"), re.M) == [__version__]
    newest, *older = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text("CHANGELOG.md"), re.M)
    assert newest == __version__
    assert older == sorted(older, key=lambda version: [int(part) for part in version.split(".")], reverse=True)


def test_the_checks_call_what_the_readme_says() -> None:
    block = re.search(r"^Test it.*?```sh\n(.*?)```", text("README.md"), re.S | re.M)
    assert block
    checks = [line.strip() for line in text(".ci/run").splitlines()]
    for line in block[1].splitlines():
        assert line in checks


def test_the_hooks_before_a_commit_are_the_checks() -> None:
    hooks, checks = text(".pre-commit-config.yaml"), text(".ci/run")
    entries = re.findall(r"^ +entry: (.+)$", hooks, re.M)
    assert len(entries) == 4
    for command in (
        ".venv/bin/ruff check",
        ".venv/bin/ruff format --check",
        ".venv/bin/mypy attn_core dashboard tests",
    ):
        assert any(entry.startswith(command) for entry in entries)
        assert command in checks
    assert any("npm run check" in entry for entry in entries)
    assert "npm run check" in checks
