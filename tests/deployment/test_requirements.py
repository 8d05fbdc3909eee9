"""Both requirements files, resolved by uv and by pip for every Python that we promise, on Linux x86-64."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.deployment import index
from tests.deployment.resolving import Resolved, checkout, with_pip, with_uv

CLOUD, ANY = "dashboard/requirements.txt", "requirements.txt"
PYTHONS = ("3.11", "3.12", "3.13")
RESOLVERS = {"uv": with_uv, "pip": with_pip}
Resolve = Callable[[str, str, str], Resolved]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with index.running() as running:
        yield running


@pytest.fixture(scope="module")
def resolve(tmp_path_factory: pytest.TempPathFactory, address: str) -> Resolve:
    """What a resolver takes from a file for a Python, each worked out once."""
    tree = checkout(tmp_path_factory.mktemp("tree"), address)

    @cache
    def resolved(resolver: str, file: str, python: str) -> Resolved:
        return RESOLVERS[resolver](tree, file, python, address)

    return resolved


def of_cuda(found: Resolved) -> set[str]:
    return {name for name in found if re.match("nvidia|triton|cuda", name)}


@pytest.mark.parametrize("resolver", RESOLVERS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_cloud_gets_torch_for_cpus_and_nothing_of_cuda(
    resolver: str, python: str, resolve: Resolve, address: str
) -> None:
    found = resolve(resolver, CLOUD, python)
    tag = f"cp{python.replace('.', '')}"
    assert found["torch"] == f"{address}/whl/cpu/torch-2.13.0%2Bcpu-{tag}-{tag}-manylinux_2_28_x86_64.whl"
    assert not of_cuda(found)
    assert {"streamlit", "transformers", "sympy", "hf-xet"} <= set(found)


@pytest.mark.parametrize("resolver", RESOLVERS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_file_for_machines_with_a_gpu_gets_the_usual_torch_and_the_same_else(
    resolver: str, python: str, resolve: Resolve
) -> None:
    found, cloud = resolve(resolver, ANY, python), resolve(resolver, CLOUD, python)
    assert found["torch"] == "2.13.0"
    assert {"triton", "nvidia-cudnn-cu13", "nvidia-cublas", "nvidia-nccl-cu13"} <= of_cuda(found)
    assert {name: found[name] for name in set(found) - of_cuda(found)} == cloud | {"torch": "2.13.0"}


@pytest.mark.parametrize("resolver", RESOLVERS)
def test_an_address_of_another_version_than_the_pin_is_refused(resolver: str, tmp_path: Path, address: str) -> None:
    pins = checkout(tmp_path, address) / ANY
    pins.write_text(pins.read_text(encoding="utf-8").replace("torch==2.13.0", "torch==2.13.1"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"torch.*2\.13"):
        RESOLVERS[resolver](tmp_path, CLOUD, "3.12", address)
