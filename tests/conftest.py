"""What holds for all tests: the dashboard asks no hub, and a hub of our own stands in where a test is about one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.local_hub import LocalHub, point_to
from tests.support.waiting import PATIENCE_S

os.environ["ATTENTION_LAB_MODEL"] = "story"  # for the servers that tests start, too: a test downloads nothing


@pytest.fixture(scope="session")
def smollm2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random checkpoint of SmolLM2-135M's shape, 269 MB."""
    from tests.support.checkpoints import SMOLLM2, save_llama  # here, for it imports torch

    return save_llama(tmp_path_factory.mktemp("smollm2"), SMOLLM2)


@pytest.fixture(scope="session")
def tiny_llama_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in small."""
    from tests.support.checkpoints import TINY, save_llama

    return save_llama(tmp_path_factory.mktemp("tiny-llama"), TINY)


@pytest.fixture
def local_hub(tiny_llama_folder: Path, use_hub: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    """A hub with the small model under SmolLM2's name, an empty cache, and no token."""
    with LocalHub(tiny_llama_folder).running() as hub:
        point_to(hub, use_hub)
        yield hub


@pytest.fixture
def use_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An empty cache, no token, and a client that waits for a busy machine; `point_to` sets the hub that is asked."""
    from huggingface_hub import close_session, constants

    from attn_core.models import background, hub

    monkeypatch.setattr(hub, "_TIMEOUT_S", PATIENCE_S)
    monkeypatch.setattr(background, "_ANSWER_S", PATIENCE_S)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    close_session()  # what it was told of proxies and addresses
    yield monkeypatch
    close_session()
