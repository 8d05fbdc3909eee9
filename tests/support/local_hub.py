"""A hub of our own on 127.0.0.1: what the hub's client asks of the real one, over real HTTP, and its faults."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from huggingface_hub import constants

from tests.support.hub_faults import Asked, Faults
from tests.support.waiting import PATIENCE_S

REPOSITORY = "HuggingFaceTB/SmolLM2-135M"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = "model.safetensors"
_PIECE = 1 << 20  # bytes written at once


class LocalHub:
    """Serves the files of a folder as one repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults = Faults()
        self.asked: list[Asked] = []
        self.files = {path.name: _described(path) for path in sorted(folder.iterdir())}
        self.address = ""
        self.drops = 0  # of weights that dripped

    def fetched(self, name: str = WEIGHTS) -> list[Asked]:
        """The requests for the bytes of a file."""
        return [asked for asked in self.asked if asked.method == "GET" and asked.path.endswith(f"/{name}")]

    def release(self) -> None:
        """Answer and send what is held back."""
        for held in (self.faults.silence, self.faults.drip):
            if held is not None:
                held.set()

    @contextmanager
    def running(self) -> Iterator[LocalHub]:
        """The hub with an address, while the block runs."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": self}))
        server.daemon_threads = True
        server.block_on_close = False
        self.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield self
        finally:
            self.release()
            server.shutdown()
            server.server_close()


def point_to(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client does with HF_ENDPOINT when it is imported."""
    monkeypatch.setattr(constants, "ENDPOINT", hub.address)
    template = hub.address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


def _described(path: Path) -> dict[str, Any]:
    """A file as the hub names it: the weights by SHA-256, in "lfs"; others as git does."""
    size = path.stat().st_size
    if path.suffix != ".safetensors":
        return {"size": size, "oid": hashlib.sha1(b"blob %d\0" % size + path.read_bytes()).hexdigest()}
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"size": size, "oid": "f" * 40, "lfs": {"oid": digest, "size": size, "pointerSize": 134}}


class _Handler(BaseHTTPRequestHandler):
    hub: LocalHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        with suppress(ConnectionError):  # who asked has gone
            self._answer()

    def log_message(self, *args: object) -> None:
        pass

    def _answer(self) -> None:
        asked = Asked(
            self.command, urlsplit(self.path).path, self.headers.get("Range"), self.headers.get("Authorization")
        )
        if REPOSITORY not in asked.path:
            return self._send(404, b"")  # the client asks for things of its own
        self.hub.asked.append(asked)
        if (status := self.hub.faults.status(asked)) != 200:
            return self._send(status, b'{"error": "no"}', **self.hub.faults.headers)
        if asked.path.startswith("/api/"):
            if self.hub.faults.silence is not None:
                self.hub.faults.silence.wait(PATIENCE_S)
            return self._send(200, json.dumps(self._tree() if "/tree/" in asked.path else self._info()).encode())
        return self._file(asked, asked.path.rsplit("/", 1)[1])

    def _info(self) -> dict[str, Any]:
        siblings = []
        for name, file in self.hub.files.items():
            lfs = file.get("lfs")
            told = {"lfs": {"sha256": lfs["oid"], "size": lfs["size"], "pointerSize": 134}} if lfs else {}
            siblings.append({"rfilename": name, "size": file["size"], "blobId": file["oid"]} | told)
        return {"id": REPOSITORY, "sha": COMMIT, "siblings": siblings}

    def _tree(self) -> list[dict[str, Any]]:
        return [{"type": "file", "path": name} | file for name, file in self.hub.files.items()]

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _file(self, asked: Asked, name: str) -> None:
        file, path = self.hub.files[name], self.hub.folder / name
        start = int(asked.range.removeprefix("bytes=").rstrip("-")) if asked.range else 0
        self.send_response(206 if start else 200)
        digest = file["lfs"]["oid"] if "lfs" in file else file["oid"]
        for header, value in {
            "ETag": f'"{digest}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes",
            "Content-Length": str(file["size"] - start),
        }.items():  # fmt: skip
            self.send_header(header, value)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{file['size'] - 1}/{file['size']}")
        self.end_headers()
        if self.command == "GET":
            self._bytes(path, start, faulty=name == WEIGHTS)

    def _bytes(self, path: Path, start: int, *, faulty: bool) -> None:
        faults = self.hub.faults
        left = faults.breaks.pop(0) if faulty and faults.breaks else None
        flip = faulty and faults.wrong > 0
        faults.wrong -= flip
        with path.open("rb") as stream:
            stream.seek(start)
            while piece := stream.read(_PIECE if left is None else min(_PIECE, left)):
                if flip:
                    piece, flip = piece[:-1] + bytes([piece[-1] ^ 1]), False
                if faulty and faults.drip is not None and not faults.drip.is_set():
                    self._drip(piece, faults.drip)
                else:
                    self.wfile.write(piece)
                if left is not None:
                    left -= len(piece)
                    if not left:
                        return self._break_off()

    def _drip(self, piece: bytes, until: threading.Event) -> None:
        sent = 0
        while sent < len(piece) and not until.wait(0.05):
            sent += self.wfile.write(piece[sent : sent + 100])
            self.hub.drops += 1
        self.wfile.write(piece[sent:])

    def _break_off(self) -> None:
        if self.hub.faults.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True
