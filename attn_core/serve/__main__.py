"""`python -m attn_core.serve serve.yaml`: serve what the file says until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from attn_core.errors import AttnCoreError


def main() -> None:
    """Read the file, start, wait for the end."""
    parser = argparse.ArgumentParser(prog="python -m attn_core.serve", description=__doc__)
    parser.add_argument("config", type=Path, help="a YAML file, such as docs/serve.yaml")
    options = parser.parse_args()
    try:
        from ray import serve

        from attn_core.serve import application, config
    except ImportError as error:
        sys.exit(f'{error}. Install what serving needs: pip install "attention-lab[serve]"')
    try:
        wanted = config.read(options.config)
        application.start(wanted)
    except AttnCoreError as error:
        sys.exit(f"{error.title}: {error.detail}")
    for pool in wanted.pools.values():
        for name in pool.models:
            print(f"http://{wanted.host}:{wanted.port}{pool.route.rstrip('/')}/{Path(name).name}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    serve.shutdown()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
