"""A checkpoint that is written to while a model reads from it: real files, and processes that may die of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from attn_core import capture, load_model
from attn_core.errors import BrokenModelError
from attn_core.forward.loaded import LoadedModel
from attn_core.models import loading
from attn_core.models.loading import load_here
from tests.support.tiny_models import Folder
from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).parents[3]
WEIGHTS = "model.safetensors"
# Without the look at the files the process is ended by SIGBUS, so this is done in one of its own.
CUT = """
import os, sys
from attn_core import capture, load_model
from attn_core.errors import BrokenModelError
from attn_core.models import loading
loading.LARGE = int(sys.argv[2])
model = load_model(sys.argv[1], device="cpu", dtype="float32", catalog={})
before = capture(model, "the cat").next_tokens
os.truncate(sys.argv[1] + "/model.safetensors", 4096)
try:
    print(capture(model, "the cat").next_tokens == before)
except BrokenModelError as error:
    print(error)
"""


@pytest.fixture
def mapped(copy: Folder, monkeypatch: pytest.MonkeyPatch) -> tuple[LoadedModel, Path]:
    """A model that reads on from its file, as large ones do, and the file."""
    monkeypatch.setattr(loading, "LARGE", 1)
    folder = copy("gpt2")
    return load_here(str(folder), device="cpu", catalog={}), folder / WEIGHTS


def spoil(file: Path) -> None:
    """Write other weights into the same file."""
    content = file.read_bytes()
    with file.open("r+b") as stream:
        stream.write(content[:-4000] + bytes(4000))


@pytest.mark.parametrize(("large", "said"), [(10**8, "True"), (1, "The files of gpt2 were changed while")])
def test_a_file_cut_short_ends_no_process(large: int, said: str, copy: Folder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CUT, str(copy("gpt2")), str(large)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(said)


def test_small_weights_are_the_loaded_ones_whatever_becomes_of_the_file(copy: Folder) -> None:
    folder = copy("gpt2")
    model = load_model(str(folder), device="cpu", catalog={})
    before = capture(model, "the cat").next_tokens
    spoil(folder / WEIGHTS)
    assert capture(model, "the cat").next_tokens == before
    assert capture(load_model(str(folder), device="cpu", catalog={}), "the cat").next_tokens != before


def test_weights_written_over_are_not_computed_with(mapped: tuple[LoadedModel, Path]) -> None:
    model, file = mapped
    spoil(file)
    with pytest.raises(BrokenModelError, match=r"files of gpt2 were changed.* loaded anew"):
        capture(model, "the cat")
    assert len(model.line) == 0
    assert capture(load_model(str(file.parent), device="cpu", catalog={}), "the cat").next_tokens


def test_a_file_replaced_by_another_one_is_no_harm(mapped: tuple[LoadedModel, Path]) -> None:
    model, file = mapped
    before = capture(model, "the cat").next_tokens
    other = file.with_name("other")
    other.write_bytes(b"no weights")
    os.replace(other, file)
    assert capture(model, "the cat").next_tokens == before
    file.unlink()
    assert capture(model, "the cat").next_tokens == before


def test_a_file_replaced_while_it_is_read(copy: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, read = copy("gpt2"), loading._read

    def read_and_replace(*args: Any) -> object:
        result = read(*args)
        os.replace(folder / WEIGHTS, folder / "other")
        (folder / WEIGHTS).write_bytes((folder / "other").read_bytes())
        (folder / "other").unlink()
        return result

    monkeypatch.setattr(loading, "_read", read_and_replace)
    with pytest.raises(BrokenModelError, match="were changed while"):
        load_model(str(folder), device="cpu", catalog={})
