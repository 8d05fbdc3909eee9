"""Downloads over real HTTP, from a hub on this machine that refuses, breaks off, drips and tells lies."""

from __future__ import annotations

import errno
import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from huggingface_hub import constants

from attn_core import capture, load_model
from attn_core.errors import (
    BrokenModelError,
    HubUnreachableError,
    NotEnoughDiskError,
)
from attn_core.models.catalog import REAL_MODEL
from attn_core.models.hub import download, found
from attn_core.records.model_entry import ModelEntry
from tests.support.local_hub import WEIGHTS, LocalHub, point_to
from tests.support.waiting import until

TOKEN = "hf_not_a_token"


def quiet(words: str, share: float | None) -> None:
    pass


def test_a_model_is_fetched_as_it_is_and_only_once(local_hub: LocalHub, entry: ModelEntry) -> None:
    assert found(entry) is None
    folder = download(entry, quiet)
    assert (folder / WEIGHTS).read_bytes() == (local_hub.folder / WEIGHTS).read_bytes()
    assert found(entry) == folder
    local_hub.asked.clear()
    assert capture(load_model(REAL_MODEL, device="cpu"), "the cat").model == REAL_MODEL
    assert not local_hub.asked


def test_a_download_of_270_mb_goes_on_where_the_connection_broke(
    smollm2_folder: Path, use_hub: pytest.MonkeyPatch, entry: ModelEntry
) -> None:
    told: list[tuple[str, float | None]] = []
    with LocalHub(smollm2_folder).running() as hub:
        point_to(hub, use_hub)
        hub.faults.breaks = [100_000_000]
        model = load_model(REAL_MODEL, device="cpu", progress=lambda words, share: told.append((words, share)))
    assert model.n_parameters == entry.parameters == 134_515_008
    assert (model.n_layers, model.n_heads) == (30, 9)
    first, second = hub.fetched()
    assert (first.range, second.range is not None) == (None, True)
    assert 0 < int(str(second.range).removeprefix("bytes=").rstrip("-")) <= 100_000_000
    shares = [share for words, share in told if share is not None and "Downloading" in words]
    assert len(shares) > 20
    assert shares == sorted(shares)
    assert told[-1][0].startswith("Checking")


def test_a_connection_that_is_reset_is_built_again(local_hub: LocalHub, entry: ModelEntry) -> None:
    local_hub.faults.breaks, local_hub.faults.reset = [1000], True
    folder = download(entry, quiet)
    assert (folder / WEIGHTS).read_bytes() == (local_hub.folder / WEIGHTS).read_bytes()
    assert len(local_hub.fetched()) == 2
    assert len(local_hub.fetched("config.json")) == 1


def test_a_connection_that_is_reset_again_and_again(local_hub: LocalHub, entry: ModelEntry) -> None:
    local_hub.faults.breaks, local_hub.faults.reset = [1000] * 9, True
    with pytest.raises(HubUnreachableError, match=r"broke off again and again.* choose Story"):
        download(entry, quiet)
    assert found(entry) is None


def test_wrong_bytes_are_thrown_away_and_fetched_anew(
    local_hub: LocalHub, entry: ModelEntry, caplog: pytest.LogCaptureFixture
) -> None:
    local_hub.faults.wrong = 1
    told: list[str] = []
    folder = download(entry, lambda words, share: told.append(words))
    assert (folder / WEIGHTS).read_bytes() == (local_hub.folder / WEIGHTS).read_bytes()
    assert len(local_hub.fetched()) == 2
    assert any("model.safetensors arrived damaged: fetching SmolLM2 135M again" in words for words in told)
    assert "arrived damaged" in caplog.text


def test_bytes_that_stay_wrong_are_never_used(local_hub: LocalHub, entry: ModelEntry) -> None:
    local_hub.faults.wrong = 9
    with pytest.raises(BrokenModelError, match=r"model\.safetensors came 3 times with other bytes"):
        download(entry, quiet)
    assert found(entry) is None
    local_hub.faults.wrong = 0
    assert download(entry, quiet) == found(entry)


def test_a_slow_drip_is_waited_for(local_hub: LocalHub, entry: ModelEntry) -> None:
    local_hub.faults.drip = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        fetched = pool.submit(download, entry, quiet)
        until(lambda: local_hub.drops > 10)
        local_hub.release()
        folder = fetched.result()
    assert (folder / WEIGHTS).read_bytes() == (local_hub.folder / WEIGHTS).read_bytes()


def test_a_disk_that_is_too_full_is_told_before_the_download(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(NotEnoughDiskError, match=r"It needs 0 MB, and .*cache has 0 MB free"):
        download(entry, quiet)
    assert not local_hub.fetched()


def test_a_disk_that_fills_up_on_the_way(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import file_download

    def fill(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file_download, "http_get", fill)
    with pytest.raises(NotEnoughDiskError, match="The disk became full on the way"):
        download(entry, quiet)
    assert not list(Path(constants.HF_HUB_CACHE).rglob("*.incomplete"))


@pytest.mark.parametrize("gone", ["config.json", WEIGHTS])
def test_half_an_earlier_download_is_not_one(local_hub: LocalHub, entry: ModelEntry, gone: str) -> None:
    folder = download(entry, quiet)
    (folder / gone).unlink()
    assert found(entry) is None
    assert download(entry, quiet) == folder
    assert (folder / gone).is_file()


def test_no_token_is_logged(
    local_hub: LocalHub, entry: ModelEntry, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    caplog.set_level(logging.WARNING)
    local_hub.faults.wrong, local_hub.faults.breaks = 1, [1000]
    local_hub.faults.reset = True
    download(entry, quiet)
    assert "broke off" in caplog.text
    assert TOKEN not in caplog.text
    assert all(asked.token == f"Bearer {TOKEN}" for asked in local_hub.asked)
