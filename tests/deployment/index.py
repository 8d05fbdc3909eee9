"""A package index on this machine that holds the stand-ins, and answers for the direct addresses too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from tests.deployment.stand_ins import DIRECT, packages

DIRECT_HOST = "https://download.pytorch.org"  # whose place this server takes


def _pages() -> dict[str, bytes]:
    """What is answered, by path: a list of links for each name, and the wheels."""
    pages: dict[str, bytes] = {}
    links: dict[str, list[str]] = {}
    for package in packages():
        if "+" in package.version:  # a build that no index has
            pages |= {f"/whl/cpu/{name}": package.wheel() for name in DIRECT}
            continue
        file = f"/files/{package.stem}-py3-none-any.whl"
        pages[file] = package.wheel()
        needs = package.python.replace("<", "&lt;").replace(">", "&gt;")
        links.setdefault(package.name, []).append(f'<a href="{file}" data-requires-python="{needs}">{file[7:]}</a>')
    return pages | {f"/simple/{name}/": "<br>".join(some).encode() for name, some in links.items()}


@contextmanager
def running() -> Iterator[str]:
    """The index's address while the block runs."""
    pages = _pages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(unquote(self.path))
            self.send_response(200 if page is not None else 404)
            self.send_header("Content-Type", "text/html" if self.path.startswith("/simple") else "application/zip")
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

        def do_HEAD(self) -> None:
            self.send_response(405)  # then the whole file is asked for
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
