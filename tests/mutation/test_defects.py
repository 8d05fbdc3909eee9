"""Every planted defect is noticed by the tests that should: run with `pytest -m mutation`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.runner import Defect, copy_of_the_tree, defects, import_large_libraries, survives

DEFECTS = defects()
PARTS = ("frames", "summaries", "charts", "diagrams", "readings", "measures", "dashboard/lab")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import_large_libraries()
    return copy_of_the_tree(tmp_path_factory.mktemp("tree"))


def test_defects_are_spread_over_the_parts() -> None:
    assert len(DEFECTS) >= 60
    assert len({(defect.file, defect.find, defect.put) for defect in DEFECTS}) == len(DEFECTS)
    for part in PARTS:
        assert sum(f"{part}/" in defect.file for defect in DEFECTS) >= 5, part


@pytest.mark.mutation
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.file}: {defect.what}")
def test_a_defect_is_noticed(defect: Defect, tree: Path) -> None:
    printed = survives(defect, tree)
    assert printed is None, f"{defect.what}: no test of {', '.join(defect.tests)} fails\n{printed}"
