"""pip, as another Python on Linux x86-64 runs it: `python -m tests.deployment.pip_for 3.12 install …`.

pip's own --python-version chooses files for another Python, but reads `python_version == "3.12"` in a requirement with
the one that runs it.
"""

from __future__ import annotations

import sys

from pip._internal.cli.main import main
from pip._vendor.packaging import markers


def _as(version: str) -> None:
    ours = markers.default_environment()
    theirs = {
        "python_version": version, "python_full_version": f"{version}.0", "implementation_version": f"{version}.0",
        "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64",
    }  # fmt: skip
    markers.default_environment = lambda: {**ours, **theirs}


if __name__ == "__main__":
    _as(sys.argv[1])
    sys.exit(main(sys.argv[2:]))
