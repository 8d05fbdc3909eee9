"""What breaks, changes or is stopped while requests are on their way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from attn_core import AttentionRun, capture
from attn_core.errors import GivenUpError
from attn_core.forward.loaded import LoadedModel, Model
from attn_core.forward.wanted import until
from attn_core.measures.evidence import gather
from attn_core.measures.interventions import remove_tokens
from tests.serve.support import PROMPT, Server, load, replicas


def test_progress_is_told_and_what_it_raises_ends_the_call(story: Model) -> None:
    run = capture(story, f"{PROMPT} {PROMPT} {PROMPT}")
    shares: list[float] = []
    gather(story, run, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 1
    assert shares[-1] == 1

    def stop(share: float) -> None:
        raise KeyError("the visitor has left")

    with pytest.raises(KeyError, match="has left"):
        gather(story, run, progress=stop)


def test_a_call_that_nobody_waits_for_is_given_up(story: Model) -> None:
    run, gone = capture(story, PROMPT), threading.Event()
    threading.Timer(0.3, gone.set).start()
    with until(gone.is_set), pytest.raises(GivenUpError, match="was stopped"):
        over_and_over(lambda: gather(story, run))
    assert capture(story, PROMPT).next_tokens == run.next_tokens


def test_a_replica_killed_under_load_costs_no_request(server: Server, story: Model, story_here: LoadedModel) -> None:
    run = capture(story_here, PROMPT)
    expected = remove_tokens(story_here, run).probability

    def ask() -> None:
        assert is_close(capture(story, PROMPT), run)
        np.testing.assert_array_equal(remove_tokens(story, run).probability, expected)

    before = {process.pid for process in replicas("small")}
    assert len(before) == 2
    with load(ask) as working:
        working.goes_on(4)
        os.kill(min(before), signal.SIGKILL)
        working.goes_on(20)
    assert min(before) not in {process.pid for process in replicas("small")}


def test_an_update_under_load_costs_no_request(server: Server, story: Model, story_here: LoadedModel) -> None:
    expected = capture(story_here, PROMPT)
    before, pool = {process.pid for process in replicas("small")}, server.config.pools["small"]

    def ask() -> None:
        assert is_close(capture(story, PROMPT), expected)

    with load(ask) as working:
        server.update(pools=server.config.pools | {"small": replace(pool, models_at_once=1)})
        working.goes_on(4)
    assert not before & {process.pid for process in replicas("small")}


def is_close(one: AttentionRun, other: AttentionRun) -> bool:
    """Assert that two runs are the same but for what reading several at once may change."""
    assert one.attention.key_tokens == other.attention.key_tokens
    np.testing.assert_allclose(one.last_query, other.last_query, atol=1e-5)
    np.testing.assert_allclose(one.next_tokens[0].probability, other.next_tokens[0].probability, atol=1e-5)
    return one.next_tokens[0].id == other.next_tokens[0].id


def over_and_over(work: Callable[[], object]) -> None:
    """Until it raises."""
    while True:
        work()
