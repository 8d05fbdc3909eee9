"""What the README and the docs tell a programmer: every example runs, and the public names are those that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import attn_core
from attn_core.models.catalog import CATALOG_VARIABLE
from tests.support.tiny_models import Folder

ROOT = Path(__file__).parents[2]
# The examples of serving.md ask a server: tests/serve runs them.
FILES = [ROOT / "README.md", *sorted(set((ROOT / "docs").glob("*.md")) - {ROOT / "docs/serving.md"})]
# Models of the examples that a test can't download: a tiny one of the same architecture stands in for each.
STAND_INS = {"opus-mt-en-de": ("marian", "encoder-decoder")}
_ENTRY = """
[{name}]
title = "{name}"
repository = "{folder}"
kind = "{kind}"
parameters = 1
memory_mb = 1
licence = "MIT"
description = "Stands in for a download."
"""


def examples(path: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), flags=re.M | re.S)


@pytest.fixture
def no_download(tiny_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog over the built-in one, as a teacher would write it."""
    entries = (
        _ENTRY.format(name=name, folder=tiny_folder(architecture), kind=kind)
        for name, (architecture, kind) in STAND_INS.items()
    )
    (tmp_path / "models.toml").write_text("".join(entries), encoding="utf-8")
    monkeypatch.setenv(CATALOG_VARIABLE, str(tmp_path / "models.toml"))


@pytest.mark.usefixtures("no_download")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_example_runs_after_those_before_it(path: Path) -> None:
    namespace: dict[str, Any] = {}
    for number, example in enumerate(examples(path)):
        exec(compile(example, f"{path.name}, example {number + 1}", "exec"), namespace)


def test_the_readme_has_examples() -> None:
    """An empty list would pass the test above."""
    assert len(examples(ROOT / "README.md")) >= 3
    assert "from attn_core import" in "".join(examples(ROOT / "README.md"))


def test_the_readme_lists_the_public_names_and_no_others() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("### The public names\n")[1].split("\n#")[0]
    names = re.findall(r"^\| `(\w+)` \| \S.* \|$", section, flags=re.M)
    assert len(names) == len(set(names))
    assert set(names) == set(attn_core.__all__)


def test_every_public_name_is_there() -> None:
    for name in attn_core.__all__:
        assert getattr(attn_core, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        attn_core.nothing  # noqa: B018
