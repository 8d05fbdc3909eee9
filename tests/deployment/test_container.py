"""What the container's files promise. They are read here, not built: that needs a container engine and a network."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.server import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """Instruction and arguments of each step of the Containerfile."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    """The one service of compose.yaml."""
    [found] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"].values()
    return dict(found)


def last(steps: list[tuple[str, str]], name: str) -> str:
    return [rest for step, rest in steps if step == name][-1]


def test_it_runs_as_a_user_without_rights(steps: list[tuple[str, str]], service: dict[str, Any]) -> None:
    uid = last(steps, "USER")
    assert int(uid) > 0
    assert f"--uid {uid} " in " ".join(rest for step, rest in steps if step == "RUN")
    names = [step for step, _ in steps]
    assert not set(names[len(names) - 1 - names[::-1].index("USER") :]) & {"RUN", "COPY"}  # as root before it alone
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_it_writes_only_where_it_says(steps: list[tuple[str, str]], service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    environment = dict(re.findall(r"(\w+)=(\S+)", last(steps, "ENV")))
    assert [each.split(":")[0] for each in service["tmpfs"]] == [environment["HOME"]]
    assert [each.split(":")[1] for each in service["volumes"]] == [environment["HF_HOME"]]
    assert last(steps, "VOLUME") == environment["HF_HOME"]


def test_its_health_is_asked_where_it_listens(steps: list[tuple[str, str]], service: dict[str, Any]) -> None:
    command = json.loads(last(steps, "CMD"))
    [port] = [each.split("=")[1] for each in command if each.startswith("--server.port=")]
    assert f"http://127.0.0.1:{port}/_stcore/health" in last(steps, "HEALTHCHECK")
    assert service["ports"] == [f"127.0.0.1:{port}:{port}"]  # on this machine alone
    assert last(steps, "EXPOSE") == port


def test_the_question_after_health_fails_where_nobody_answers(steps: list[tuple[str, str]]) -> None:
    _, _, asked = last(steps, "HEALTHCHECK").partition("CMD ")
    program = json.loads(asked)[2].replace(":8501/", f":{free_port()}/")
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode != 0


def test_all_that_is_copied_is_there_and_sent_to_the_engine(steps: list[tuple[str, str]]) -> None:
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert sent[0] == "*"
    for rest in (rest for step, rest in steps if step == "COPY" and not rest.startswith("--from")):
        for name in shlex.split(rest)[:-1]:
            name = name.removeprefix("./")
            assert (ROOT / name).exists()
            assert f"!{name}" in sent
    assert sent.index(".streamlit/secrets.toml") > sent.index("!.streamlit")


def test_it_installs_the_build_for_cpus_and_keeps_what_torch_runs(steps: list[tuple[str, str]]) -> None:
    [install] = [rest for step, rest in steps if step == "RUN" and "pip install" in rest]
    assert "-r dashboard/requirements.txt" in install
    assert "! -name torch_shm_manager" in install
    assert last(steps[:2], "FROM").split()[0] == "docker.io/library/python:3.12-slim"


def test_no_secret_has_a_value_in_the_files(service: dict[str, Any]) -> None:
    assert service["environment"]["HF_TOKEN"] == "${HF_TOKEN:-}"
    assert "hf_" not in (ROOT / "Containerfile").read_text(encoding="utf-8")
