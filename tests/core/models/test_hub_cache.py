"""An earlier download whose files went bad on the disk, and a disk without room: the system's own errors."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from huggingface_hub import constants

from attn_core import capture, load_model
from attn_core.errors import HubUnreachableError, NotEnoughDiskError
from attn_core.models.catalog import REAL_MODEL
from attn_core.models.hub import download, found
from attn_core.records.model_entry import ModelEntry
from tests.support.local_hub import WEIGHTS, LocalHub
from tests.support.waiting import until

ROOM = "1m"  # of the small disk: more than the files take


def quiet(words: str, share: float | None) -> None:
    pass


def damage(file: Path, how: str) -> None:
    """Change the bytes that the link in the hub's cache points to."""
    content = file.read_bytes()
    file.resolve().write_bytes(
        {"bit": content[:-1] + bytes([content[-1] ^ 1]), "cut": content[:-5], "empty": b"", "longer": content + b"x"}[
            how
        ]
    )


@pytest.mark.parametrize("how", ["bit", "cut", "empty", "longer"])
@pytest.mark.parametrize("name", [WEIGHTS, "config.json", "tokenizer.json"])
def test_a_file_that_went_bad_is_fetched_anew(
    local_hub: LocalHub, entry: ModelEntry, caplog: pytest.LogCaptureFixture, name: str, how: str
) -> None:
    folder = download(entry, quiet)
    damage(folder / name, how)
    local_hub.asked.clear()
    told: list[str] = []
    assert download(entry, lambda words, share: told.append(words)) == folder
    assert (folder / name).read_bytes() == (local_hub.folder / name).read_bytes()
    assert len(local_hub.fetched(name)) == 1
    assert len([asked for asked in local_hub.asked if asked.method == "GET" and "/resolve/" in asked.path]) == 1
    assert f"{name} of SmolLM2 135M changed on the disk: fetching it again" in caplog.text
    assert told[0] == "Checking the files of SmolLM2 135M"


def test_bad_files_are_not_used_where_no_hub_answers(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = download(entry, quiet)
    damage(folder / WEIGHTS, "bit")
    with monkeypatch.context() as patch:
        patch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
        with pytest.raises(HubUnreachableError, match="does not answer, and no earlier download is complete"):
            load_model(REAL_MODEL, device="cpu")
    assert capture(load_model(REAL_MODEL, device="cpu"), "the cat").model == REAL_MODEL


def fill(file: Path) -> None:
    """Write until the disk takes no more."""
    with file.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(bytes(4096)):
            pass


def test_a_file_that_may_not_grow_is_a_full_disk(local_hub: LocalHub, entry: ModelEntry) -> None:
    """The system itself stops the write: RLIMIT_FSIZE holds for every file that this process writes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(NotEnoughDiskError, match="The disk became full on the way"):
            download(entry, quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(Path(constants.HF_HUB_CACHE).rglob("*.incomplete"))
    assert found(entry) is None
    assert download(entry, quiet) == found(entry)


@pytest.fixture
def small_disk(local_hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of a fraction of a megabyte as the hub's cache, where this machine lets one be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mounted = subprocess.run([*root, "mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=777", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the test before has the system's own error all the same")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(disk / "hub"))
    yield disk
    subprocess.run([*root, "umount", disk], check=True)


def test_a_disk_that_is_full_before_and_on_the_way(small_disk: Path, local_hub: LocalHub, entry: ModelEntry) -> None:
    other = small_disk / "other"
    fill(other)
    with pytest.raises(NotEnoughDiskError, match=r"It needs 0 MB, and .* has 0 MB free"):
        download(entry, quiet)
    assert not local_hub.fetched()
    other.unlink()
    local_hub.faults.drip = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        fetched = pool.submit(download, entry, quiet)
        until(lambda: local_hub.drops > 3)
        fill(other)
        local_hub.release()
        with pytest.raises(NotEnoughDiskError, match="The disk became full on the way"):
            fetched.result()
    assert found(entry) is None
    other.unlink()
    assert download(entry, quiet) == found(entry)
