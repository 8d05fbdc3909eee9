"""Models of the hub: the real client over a fake network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import huggingface_hub
import pytest

from attn_core import capture, load_model
from attn_core.errors import GatedModelError, HubUnreachableError, ModelError, NotEnoughMemoryError, UnknownModelError
from attn_core.models import devices
from tests.support.catalog import entry
from tests.support.tiny_models import Folder

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def named(content: bytes) -> str:
    """What git, and the hub after it, names a file's bytes by."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class FakeHub:
    """The hub's HTTP answers from a folder, so that the real client runs over no network."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.requests: list[httpx2.Request] = []
        self.refusal: Callable[[httpx2.Request], httpx2.Response | None] = lambda request: None

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if "someone/model" not in path:
            return httpx2.Response(404)  # the client asks for things of its own
        self.requests.append(request)
        if (refused := self.refusal(request)) is not None:
            return refused
        if "/tree/" in path:
            rows = [
                {"type": "file", "path": name, "size": len(content), "oid": named(content)}
                for name, content in self.files.items()
            ]
            return httpx2.Response(200, json=rows)
        if path.startswith("/api/models/"):
            return httpx2.Response(200, json={"id": "someone/model", "sha": COMMIT})
        content = self.files[path.rsplit("/", 1)[1]]
        headers = {
            "ETag": f'"{named(content)}"',
            "X-Repo-Commit": COMMIT,
            "Content-Length": str(len(content)),
        }
        return httpx2.Response(200, headers=headers, content=content if request.method == "GET" else b"")


@pytest.fixture
def fake_hub(tiny_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub with one model, an empty cache, and no token."""
    hub = FakeHub(tiny_folder("gpt2"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    huggingface_hub.set_client_factory(lambda: httpx2.Client(transport=httpx2.MockTransport(hub.answer)))
    yield hub
    huggingface_hub.set_client_factory(huggingface_hub.utils._http.default_client_factory)


def test_a_hub_model_too_large_is_never_downloaded(fake_hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "free_bytes", lambda device: 690_000_000)
    with pytest.raises(NotEnoughMemoryError, match=r"My model .* It needs 2\.4 GB, and this CPU has 690 MB free"):
        load_model("mine", device="cpu", catalog=entry("someone/model", memory_mb=2400))
    assert fake_hub.requests == []


def test_a_hub_model_is_downloaded_once_with_progress(fake_hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fake_hub.files |= {"pytorch_model.bin": b"a pickle", "modeling_mine.py": b"raise SystemExit"}
    shares: list[float] = []
    catalog = entry("someone/model")
    model = load_model(
        "mine", device="cpu", catalog=catalog, progress=lambda words, share: shares.append(share) if share else None
    )
    assert capture(model, "the cat").model == "mine"
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    fetched = {request.url.path.rsplit("/", 1)[1] for request in fake_hub.requests if "/resolve/" in request.url.path}
    assert "model.safetensors" in fetched
    assert not fetched & {"pytorch_model.bin", "modeling_mine.py"}
    assert all(request.headers["Authorization"] == "Bearer hf_secret" for request in fake_hub.requests)
    fake_hub.requests.clear()
    load_model("mine", device="cpu", catalog=catalog)
    assert not any("/resolve/" in request.url.path for request in fake_hub.requests)


def test_an_earlier_download_works_offline(fake_hub: FakeHub) -> None:
    load_model("mine", device="cpu", catalog=entry("someone/model"))

    def offline(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route", request=request)

    fake_hub.refusal = offline
    assert load_model("mine", device="cpu", catalog=entry("someone/model")).n_layers == 3


@pytest.mark.parametrize("failure", [httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ReadTimeout, httpx2.ProxyError])
def test_no_connection(failure: type[httpx2.TransportError], fake_hub: FakeHub) -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise failure("no", request=request)

    fake_hub.refusal = fail
    with pytest.raises(HubUnreachableError, match="Check the connection and try again, or choose Story"):
        load_model("mine", device="cpu", catalog=entry("someone/model"))
    assert len(fake_hub.requests) == 1
    assert fake_hub.requests[0].extensions["timeout"]["connect"] <= 5


def test_a_hub_that_is_down(fake_hub: FakeHub) -> None:
    fake_hub.refusal = lambda request: httpx2.Response(503, request=request)
    with pytest.raises(HubUnreachableError):
        load_model("mine", device="cpu", catalog=entry("someone/model"))


def test_a_gated_model_without_a_token(fake_hub: FakeHub) -> None:
    """The hub tells anyone about a gated model, and refuses its files."""
    fake_hub.refusal = lambda request: (
        httpx2.Response(401, headers={"X-Error-Code": "GatedRepo"}, request=request)
        if "/resolve/" in request.url.path
        else None
    )
    with pytest.raises(GatedModelError, match=r"Accept it at https://huggingface\.co/someone/model, .* HF_TOKEN"):
        load_model("mine", device="cpu", catalog=entry("someone/model", gated=True))


@pytest.mark.parametrize(
    ("status", "code", "gated", "expected", "words"),
    [
        (401, None, False, UnknownModelError, "no someone/model"),
        (404, "RepoNotFound", False, UnknownModelError, "no someone/model"),
        (404, "RevisionNotFound", False, UnknownModelError, "no someone/model at v9"),
        (403, "GatedRepo", True, GatedModelError, "HF_TOKEN"),
        (401, None, True, GatedModelError, "HF_TOKEN"),
    ],
)
def test_a_refusal_of_the_hub(
    status: int, code: str | None, gated: bool, expected: type[ModelError], words: str, fake_hub: FakeHub
) -> None:
    headers = {"X-Error-Code": code} if code else {}
    fake_hub.refusal = lambda request: httpx2.Response(status, headers=headers, request=request)
    with pytest.raises(expected, match=words):
        load_model("mine", device="cpu", catalog=entry("someone/model", gated=gated, revision="v9"))
