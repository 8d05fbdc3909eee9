"""One Ray cluster a session, on 127.0.0.1, with few resources; every test of this folder is marked `cluster`."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from attn_core.forward.anywhere import DistantModel
from attn_core.forward.loaded import LoadedModel
from attn_core.models.loading import load_here
from attn_core.models.remote import TOKEN_VARIABLE, connect
from attn_core.serve import application
from attn_core.serve.config import Config, Limits, Pool, Replicas
from tests.serve.support import TOKEN, Server
from tests.support.architectures import ARCHITECTURES
from tests.support.tiny_models import save_tiny


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two replicas of the embedded models, and one of a small translator at a route of its own."""
    import ray
    import torch
    from ray import serve

    torch.set_num_threads(1)  # as in the replicas, for sums in another order are other numbers
    os.environ |= {TOKEN_VARIABLE: TOKEN, "RAY_AUTH_MODE": "disabled", "OMP_NUM_THREADS": "1"}
    folder = save_tiny(tmp_path_factory.mktemp("served") / "t5", *ARCHITECTURES["t5"])
    own = Replicas(least=2, most=2, cpus=0.5, drain_s=30.0)
    pools = {
        "small": Pool(models=("story", "story-pair"), replicas=own),
        "other": Pool(models=(str(folder),), route="/other", replicas=Replicas(cpus=0.5)),
    }
    application.join(None, num_cpus=4, object_store_memory=80 * 2**20)
    running = Server(Config(pools=pools, limits=Limits(tokens=300), port=_free_port()), {"t5": str(folder)})
    try:
        application.start(running.config)
        yield running
    finally:
        serve.shutdown()  # type: ignore[no-untyped-call]
        ray.shutdown()
        del os.environ[TOKEN_VARIABLE]


@pytest.fixture(scope="session")
def story(server: Server) -> DistantModel:
    """Story, on the server."""
    return connect(server.address("story"))


@pytest.fixture(scope="session")
def story_here(server: Server) -> LoadedModel:
    """Story, in this process."""
    return load_here("story", device="cpu")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
