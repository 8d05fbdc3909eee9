"""Tiny models of every supported architecture, built in code and saved to disk once a session."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
import torch

from attn_core.forward.loaded import LoadedModel
from attn_core.models.loading import load_here
from tests.support.architectures import ARCHITECTURES
from tests.support.tiny_models import Folder, Tiny, save_tiny


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Tiny matrices gain nothing from more threads, which wait for each other where the machine is busy."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The folder of a tiny model by the name of its architecture."""

    @cache
    def folder(name: str) -> Path:
        return save_tiny(tmp_path_factory.mktemp("models") / name, *ARCHITECTURES[name])

    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Folder) -> Tiny:
    """A loaded tiny model by the name of its architecture, on the CPU."""

    @cache
    def model(name: str) -> LoadedModel:
        return load_here(str(tiny_folder(name)), device="cpu", catalog={})

    return model


@pytest.fixture
def copy(tiny_folder: Folder, tmp_path: Path) -> Folder:
    """A copy of a tiny model's folder, to be broken."""

    def make(name: str) -> Path:
        return Path(shutil.copytree(tiny_folder(name), tmp_path / name))

    return make
