"""Wheels that stand in for the real ones: their metadata is the real one, and there is nothing else in them.

`python -m tests.deployment.stand_ins REPORT …` writes packages.json anew from reports of `pip install --dry-run
--ignore-installed --report REPORT -r …`, of both requirements files and of each Python: do so after a pin has changed.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path(__file__).with_name("packages.json")
# The builds for CPUs alone, as their publisher names them; 3.11's was compared with the published digest.
DIRECT = tuple(f"torch-2.13.0+cpu-cp{tag}-cp{tag}-manylinux_2_28_x86_64.whl" for tag in (311, 312, 313))


@dataclass(frozen=True)
class Package:
    """What a resolver reads of one version of a package."""

    name: str  # as packaging.utils.canonicalize_name writes it
    version: str
    python: str  # Requires-Python
    requires: list[str]  # Requires-Dist; of the extras those alone that another package here asks for

    @property
    def stem(self) -> str:
        """Name and version as a wheel's file is called."""
        return f"{self.name.replace('-', '_')}-{self.version}"

    def wheel(self) -> bytes:
        """The stand-in."""
        extras = {mark for line in self.requires if (mark := _extra(Requirement(line)))}
        metadata = [
            "Metadata-Version: 2.1", f"Name: {self.name}", f"Version: {self.version}",
            *([f"Requires-Python: {self.python}"] if self.python else []),
            *(f"Provides-Extra: {extra}" for extra in sorted(extras)),
            *(f"Requires-Dist: {line}" for line in self.requires),
        ]  # fmt: skip
        files = {
            "METADATA": "\n".join(metadata) + "\n",
            "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in files.items():
                archive.writestr(f"{self.stem}.dist-info/{name}", text)
        return packed.getvalue()


def packages() -> list[Package]:
    """All that are known."""
    return [Package(**each) for each in json.loads(FILE.read_text(encoding="utf-8"))]


def _extra(requirement: Requirement) -> str | None:
    """The extra of its own package that a requirement belongs to."""
    found = re.search(r'extra == "([^"]+)"', str(requirement.marker))
    return found[1] if found else None


def _from_reports(reports: list[dict[str, Any]]) -> list[Package]:
    found = [each["metadata"] for report in reports for each in report["install"]]
    read = {(canonicalize_name(each["name"]), each["version"]): each for each in found}
    lines = {key: [Requirement(line) for line in each.get("requires_dist", ())] for key, each in read.items()}
    asked = defaultdict[str, set[str | None]](lambda: {None})
    for requirement in (each for some in lines.values() for each in some if _extra(each) is None):
        asked[canonicalize_name(requirement.name)] |= requirement.extras
    kept = {key: [str(each) for each in lines[key] if _extra(each) in asked[key[0]]] for key in lines}
    return [
        Package(*key, read[key].get("requires_python", ""), kept[key])
        for key in sorted(kept)
        if key[0] != "attention-lab"
    ]


if __name__ == "__main__":
    made = _from_reports([json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]])
    rows = ",\n".join(json.dumps(asdict(each)) for each in made)
    FILE.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
