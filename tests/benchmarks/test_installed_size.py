"""How much disk the dashboard's packages take, by package: of what is installed for it in this environment."""

from __future__ import annotations

from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
BUDGET_GB = 1.2
"""Of what the container keeps, with the build of torch for CPUs."""
LEFT_OUT = ("torch/test/", "torch/include/", "torch/bin/")  # what the Containerfile deletes, but for a small program


def needed() -> dict[str, Distribution]:
    """All that requirements.txt names, and what that needs in turn."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    open_ones = [line for line in lines if line and not line.startswith(("#", "-"))]
    found: dict[str, Distribution] = {}
    while open_ones:
        requirement = Requirement(open_ones.pop())
        if requirement.name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[requirement.name] = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # for another system
        open_ones += found[requirement.name].requires or []
    return {each.metadata["Name"]: each for each in found.values()}


def size(package: Distribution, left_out: tuple[str, ...] = ()) -> int:
    """Bytes of its files on disk without bytecode."""
    files = [each for each in package.files or () if each.suffix != ".pyc" and not str(each).startswith(left_out)]
    return sum(path.stat().st_size for each in files if (path := Path(str(each.locate()))).is_file())


def test_installed_size() -> None:
    packages = needed()
    sizes = sorted(((size(each), name) for name, each in packages.items()), reverse=True)
    kept = sum(size(each, LEFT_OUT) for each in packages.values()) / 1e9
    for taken, name in sizes[:8]:
        print(f"{name:20} {taken / 1e6:7.0f} MB")
    total = sum(taken for taken, _ in sizes) / 1e9
    print(f"installed: {total:.2f} GB; the container keeps {kept:.2f} GB of it, budget {BUDGET_GB} GB")
    assert kept <= BUDGET_GB
