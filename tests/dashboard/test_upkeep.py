"""What the server does once a model is loaded."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from lab import cache, upkeep

from tests.dashboard import runs


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
    gc.unfreeze()


def threads_of_a_new_thread() -> int:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(torch.get_num_threads).result()


def test_what_is_loaded_is_passed_over_by_the_garbage_collection() -> None:
    gc.unfreeze()
    cache.model.clear()
    cache.model("story")
    assert gc.get_freeze_count() > 100_000
    assert len(gc.get_objects()) < 10_000


def test_a_model_that_had_to_go_is_collected_though_it_was_set_apart() -> None:
    ring: list[object] = []
    ring.append(ring)
    number = id(ring)
    gc.freeze()
    del ring
    upkeep.after_loading(runs.model("story"))
    gc.unfreeze()
    assert number not in {id(found) for found in gc.get_objects()}


@pytest.mark.parametrize(("parameters", "threads"), [(5_000_000, 1), (1_000_000_000, os.cpu_count())])
def test_a_small_model_computes_on_one_thread(parameters: int, threads: int) -> None:
    upkeep.after_loading(replace(runs.model("story"), n_parameters=parameters))
    assert threads_of_a_new_thread() == threads


_WORK = """
from concurrent.futures import ThreadPoolExecutor
import psutil
from lab import upkeep

def work(number):
    return [bytearray(200_000) for _ in range(200)][-1]

{prepare}
before = psutil.Process().memory_info().rss
for _ in range(5):
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(work, range(8)))
print(psutil.Process().memory_info().rss - before)
"""


def left_over(prepare: str) -> int:
    """Bytes that a process of its own still has after eight threads, five times, took and gave back 320 MB."""
    code = _WORK.format(prepare=prepare)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(upkeep.__file__).parents[1]
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_is_freed_goes_back_to_the_system() -> None:
    assert left_over("upkeep.return_memory()") < left_over("") / 2
