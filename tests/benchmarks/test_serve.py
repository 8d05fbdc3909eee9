"""What a server adds to a call: latency, throughput of one and of two replicas, and what reading in batches gains.

Run with `pytest tests/benchmarks/test_serve.py -s` on a quiet machine of at least four cores: the server, its entrance
and who asks share them. Latency and gain have budgets; two replicas are faster where there are cores for them.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import ray
import torch
from ray import serve

from attn_core import capture
from attn_core.forward.batch import Text, capture_many
from attn_core.forward.loaded import Model
from attn_core.models.loading import load_here
from attn_core.models.remote import TOKEN_VARIABLE, connect
from attn_core.serve import application
from attn_core.serve.config import Config, Pool, Replicas
from tests.benchmarks.support import report
from tests.serve.support import PROMPT, TOKEN, Server

BUDGET_MS = 15
TEXTS = [
    f"{PROMPT} {word}" for word in ("food", "her mother", "the old dog", "a lamp", "it", "some bread", "milk", "him")
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    torch.set_num_threads(1)
    os.environ |= {TOKEN_VARIABLE: TOKEN, "RAY_AUTH_MODE": "disabled", "OMP_NUM_THREADS": "1"}
    application.join(None, num_cpus=4, object_store_memory=80 * 2**20)
    running = Server(Config(pools={"story": Pool(models=("story",), replicas=Replicas(cpus=0.5))}, port=8399))
    running.update()
    yield running
    serve.shutdown()  # type: ignore[no-untyped-call]
    ray.shutdown()


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def a_second(model: Model, threads: int, seconds: float = 10) -> float:
    """Captures a second, asked for by so many at once."""
    end = time.perf_counter() + seconds

    def ask(number: int) -> int:
        count = 0
        while time.perf_counter() < end:
            capture(model, TEXTS[(number + count) % len(TEXTS)])
            count += 1
        return count

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(ask, range(threads))) / seconds


def test_added_latency(server: Server) -> None:
    there, here = connect(server.address("story")), load_here("story", device="cpu")
    for model in (there, here):
        capture(model, PROMPT)
    pairs = [
        (milliseconds(lambda: capture(there, PROMPT)), milliseconds(lambda: capture(here, PROMPT))) for _ in range(200)
    ]
    print(f"\nhere {statistics.median(pair[1] for pair in pairs):.1f} ms")
    report("added by the server, median", statistics.median(far - near for far, near in pairs), "ms", BUDGET_MS)


def test_throughput_of_one_and_two_replicas(server: Server) -> None:
    model = connect(server.address("story"))
    one = a_second(model, 8)
    pool = server.config.pools["story"]
    server.update(pools={"story": replace(pool, replicas=replace(pool.replicas, batch=1))})
    unbatched = a_second(model, 8)
    server.update(pools={"story": replace(pool, replicas=replace(pool.replicas, least=2, most=2))})
    two = a_second(model, 8)
    print(f"\ncaptures a second, 8 askers: one replica {one:.0f} (without batches {unbatched:.0f}), two {two:.0f}")
    print(f"two / one: {two / one:.2f}; batches / none: {one / unbatched:.2f}; {os.cpu_count()} cores")


def test_gain_of_batches() -> None:
    torch.set_num_threads(1)
    model, texts = load_here("story", device="cpu"), [Text(text) for text in TEXTS]
    rounds = [
        (milliseconds(lambda: [capture(model, text.prompt) for text in texts]),
         milliseconds(lambda: capture_many(model, texts)))
        for _ in range(30)
    ]  # fmt: skip
    apart, together = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(f"\n8 captures: one after the other {apart:.0f} ms, together {together:.0f} ms: {apart / together:.2f} times")
    assert together < apart
