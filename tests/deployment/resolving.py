"""What uv and pip would install from a requirements file for a Python on Linux x86-64, from our index."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.deployment.index import DIRECT_HOST

ROOT = Path(__file__).parents[2]
_TREE = ("pyproject.toml", "README.md", "LICENSE", "requirements.txt", "dashboard/requirements.txt",
         "attn_core/__init__.py", "attn_core/version.py")  # fmt: skip
Resolved = dict[str, str]  # version, or address, by name


def checkout(folder: Path, index: str) -> Path:
    """As much of the repository as is read to resolve, with our index in place of the host of direct addresses."""
    for name in _TREE:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    cloud = folder / "dashboard/requirements.txt"
    cloud.write_text(cloud.read_text(encoding="utf-8").replace(DIRECT_HOST, index), encoding="utf-8")
    return folder


def with_uv(tree: Path, requirements: str, python: str, index: str) -> Resolved:
    """Resolved as `uv pip install -r` in the root of the repository does it."""
    out = _run(
        [sys.executable, "-m", "uv", "pip", "compile", requirements, "--python-version", python,
         "--python-platform", "x86_64-manylinux_2_28", "--index-url", f"{index}/simple", "--no-config", "--no-cache",
         "--no-build-isolation", "--python", sys.executable, "--no-annotate", "--no-header", "--quiet"],
        tree,
    )  # fmt: skip
    lines = re.findall(r"^([\w.-]+)(?:==| @ )(\S+)", out, re.M)
    return {canonicalize_name(name): found for name, found in lines}


def with_pip(tree: Path, requirements: str, python: str, index: str) -> Resolved:
    """Resolved as `pip install -r` in the root of the repository does it."""
    report = tree / "report.json"
    _run(
        [sys.executable, "-m", "tests.deployment.pip_for", python, "install", "-r", requirements, "--dry-run",
         "--ignore-installed", "--quiet", "--report", str(report), "--python-version", python, "--implementation", "cp",
         "--platform", "manylinux_2_28_x86_64", "--only-binary", ":all:", "--target", str(tree / "target"),
         "--index-url", f"{index}/simple", "--no-cache-dir", "--no-build-isolation"],
        tree,
    )  # fmt: skip
    installed = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {
        canonicalize_name(each["metadata"]["name"]): (
            each["download_info"]["url"] if each["is_direct"] else each["metadata"]["version"]
        )
        for each in installed
        if "dir_info" not in each["download_info"]  # the package of this repository itself
    }


def _run(command: list[str], tree: Path) -> str:
    """Without what this machine sets for pip and uv, and without a proxy before our index."""
    kept = {name: value for name, value in os.environ.items() if not re.match(r"(?i)pip_|uv_|\w+_proxy$", name)}
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout
