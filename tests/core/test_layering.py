"""The import rules of the design, read from the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "attn_core").rglob("*.py"))
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
WITH_TORCH = {
    "agreement", "attention", "attribution", "checkpoint", "devices", "interventions", "lens", "loading", "marian",
    "scores", "story_models", "two_stacks",
}  # fmt: skip
# What each part of attn_core may know of the others; the rest (loading, capture …) stands at the side.
MAY_IMPORT = {
    "errors": set(),
    "patterns": {"types"},  # for the names of types alone
    "types": {"errors", "patterns", "runfile"},
    "summaries": {"types"},
    "effects": {"types"},
    "head_labels": {"summaries", "types"},
    "frames": {"frames", "summaries", "effects", "types", "errors"},
    "charts": {"charts", "frames", "summaries", "effects", "types", "errors"},
    "diagrams": {"diagrams", "charts", "frames", "head_labels", "summaries", "types", "errors"},
}


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def part(path: Path) -> str:
    return path.relative_to(ROOT / "attn_core").parts[0].removesuffix(".py")


def test_the_rules_are_tried_on_real_files() -> None:
    assert {"loading", "capture", "types", "summaries"} <= {part(path) for path in CORE}
    assert "torch" in packages(ROOT / "attn_core" / "loading.py")


@pytest.mark.parametrize("path", CORE, ids=str)
def test_core_knows_nothing_of_the_dashboard(path: Path) -> None:
    modules = {file.stem for file in DASHBOARD} - {"__init__", "sentences", "evidence"}
    assert not packages(path) & ({"streamlit", "dashboard"} | modules - {part(file) for file in CORE})


@pytest.mark.parametrize("path", CORE, ids=str)
def test_only_the_model_side_imports_torch(path: Path) -> None:
    if part(path) not in WITH_TORCH:
        assert not packages(path) & {"torch", "transformers"}


@pytest.mark.parametrize("path", [path for path in CORE if part(path) in MAY_IMPORT], ids=str)
def test_charts_to_frames_to_summaries_to_types(path: Path) -> None:
    inside = {name.split(".")[1] for name in imports(path) if name.startswith("attn_core.")}
    assert inside <= MAY_IMPORT[part(path)]


@pytest.mark.parametrize("path", DASHBOARD, ids=str)
def test_the_dashboard_has_no_arithmetic_and_caches_in_one_place(path: Path) -> None:
    assert not packages(path) & {"torch", "transformers", "numpy"}
    if path.name != "cache.py":
        assert "st.cache_" not in path.read_text(encoding="utf-8")
    if "views" not in path.parts and path.name != "Home.py":
        assert "views" not in packages(path)


@pytest.mark.parametrize(
    "module", ["attn_core", "attn_core.charts", "attn_core.catalog", "attn_core.predict", "attn_core.probes"]
)
def test_importing_costs_no_torch(module: str) -> None:
    code = f"import sys, {module}; print([m for m in ('torch', 'transformers', 'streamlit') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_functions_however_they_are_imported() -> None:
    code = (
        "import attn_core.capture, attn_core.predict, attn_core.loading;"
        "from attn_core import load_model, capture, AttentionRun, charts;"
        "print(callable(load_model), callable(capture), AttentionRun.__name__, charts.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "AttentionRun", "attn_core.charts"]
