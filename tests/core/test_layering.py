"""The import rules, read from the source and from the table of docs/architecture.md."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "attn_core").rglob("*.py"))
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
FILES = [*CORE, *DASHBOARD]
OPEN = {"errors", "version"}  # what every folder may import
GIVEN = {"_attention"}  # the form in which transformers calls an attention function
ENTRANCE = "attn_core"  # attn_core/__init__.py gathers the public names


def table() -> dict[str, tuple[set[str], bool]]:
    """Folder -> the folders that it may import, and whether it may import torch."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$", (ROOT / "docs/architecture.md").read_text(), re.M)
    return {name: (set(re.findall(r"\w+", may)), "yes" in torch) for name, may, torch in rows}


RULES = table()


def module(path: Path) -> str:
    """The dotted name under which a file is imported; pages and Home import each other's parts as `lab.…`."""
    base = ROOT / "dashboard" if path.is_relative_to(ROOT / "dashboard") else ROOT
    parts = path.relative_to(base).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, at the top, inside a function or for types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else node.module or "")
    return frozenset(found)


def outside(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def folder(name: str) -> str:
    """The folder of a module of ours: "frames", "dashboard"; "attn_core" for its entrance."""
    first, *rest = name.split(".")
    return (rest[0] if rest else ENTRANCE) if first == "attn_core" else "dashboard"


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name in MODULES}


def test_the_table_names_every_folder_and_each_once() -> None:
    found = {folder(name) for name in MODULES} - OPEN - {ENTRANCE}
    assert found == set(RULES)
    assert RULES["charts"] == ({"records", "summaries", "frames"}, False)
    assert RULES["forward"][1]


def test_the_rules_are_tried_on_real_files() -> None:
    assert "attn_core.records.run" in ours(MODULES["attn_core.frames.evidence"])
    assert "torch" in outside(MODULES["attn_core.models.loading"])


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_folder_imports_only_what_its_row_names(path: Path) -> None:
    here = folder(module(path))
    if here == ENTRANCE:
        return
    allowed = RULES[here][0] if here in RULES else set()
    if here == "dashboard":
        allowed = {*RULES, ENTRANCE}
    assert {folder(name) for name in ours(path)} - OPEN - {here} <= allowed


def test_no_file_imports_itself_by_way_of_others() -> None:
    # Raises graphlib.CycleError, which names the circle.
    order = list(TopologicalSorter({module(path): ours(path) for path in FILES}).static_order())
    assert len(order) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_torch_and_streamlit_stay_where_they_may_be(path: Path) -> None:
    here = folder(module(path))
    if not RULES.get(here, (set(), False))[1]:
        assert not outside(path) & {"torch", "transformers"}
    if here != "dashboard":
        assert not outside(path) & {"streamlit", "lab", "views"}


@pytest.mark.parametrize("path", DASHBOARD, ids=str)
def test_the_dashboard_has_no_arithmetic_and_caches_in_one_place(path: Path) -> None:
    assert "numpy" not in outside(path)
    if path.name != "cache.py":
        assert "st.cache_" not in path.read_text(encoding="utf-8")
    if path.parent.name == "lab":
        assert "views" not in outside(path)


@pytest.mark.parametrize(
    "name",
    ["attn_core", "attn_core.charts", "attn_core.models.catalog", "attn_core.measures.predict", "attn_core.pictures"],
)
def test_importing_costs_no_torch(name: str) -> None:
    code = f"import sys, {name}; print([m for m in ('torch', 'transformers', 'streamlit') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_function_takes_more_than_five_arguments_unless_each_is_named(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name not in GIVEN:
            unnamed = [
                each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in ("self", "cls")
            ]
            assert len(unnamed) <= 5, f"{node.name} takes {', '.join(unnamed)}"
