"""Models from the Hugging Face hub: what is here already, the question to the hub, and the download."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any

from attn_core.errors import BrokenModelError
from attn_core.models import hub_errors, hub_files
from attn_core.models.hub_files import Announced
from attn_core.records.model_entry import ModelEntry

Progress = Callable[[str, float | None], None]

_TIMEOUT_S = 5.0
_ATTEMPTS = 3  # with a connection that breaks off, or bytes that are not the announced ones
_LOG = logging.getLogger(__name__)


def download(entry: ModelEntry, progress: Progress) -> Path:
    """The folder of a hub model on this machine, downloaded first where it is not yet complete.

    An earlier download that is complete is used without a question to the hub, unless a file has changed since: it is
    thrown away. A token comes from HF_TOKEN or from `hf auth login`. Every file is compared with what the hub
    announces of it, and is fetched anew where it differs.
    Raises GatedModelError, UnknownModelError, HubBusyError, HubUnreachableError, NotEnoughDiskError or
    BrokenModelError, each with the fix.
    """
    if (folder := found(entry)) is not None:
        progress(f"Checking the files of {entry.title}", None)
        changed = hub_files.changed(folder)
        if not changed:
            return folder
        _LOG.warning("%s of %s changed on the disk: fetching it again", ", ".join(changed), entry.title)
        hub_files.discard(folder, changed)
    announced = ask(entry, _TIMEOUT_S)
    try:
        hub_files.require_disk(entry, announced)
        return _whole(entry, announced, progress)
    except Exception as error:
        raise hub_errors.in_words(entry, error) from error


def found(entry: ModelEntry) -> Path | None:
    """The folder of a complete earlier download, or None. No network is used."""
    from huggingface_hub import snapshot_download  # here, because a local model needs no hub client

    try:
        folder = snapshot_download(
            entry.repository, revision=entry.revision, local_files_only=True, allow_patterns=hub_files.PATTERNS
        )
    except (OSError, ValueError):  # nothing there, or files are missing, or no name that the hub could have
        return None
    return Path(folder) if hub_files.can_be_loaded(Path(folder)) else None


def is_here(entry: ModelEntry) -> bool:
    """Whether a model can be loaded without a download."""
    return entry.is_local or entry.is_remote or found(entry) is not None


def ask(entry: ModelEntry, seconds: float) -> Announced:
    """What the hub announces of a model's files. Raises a ModelError where it refuses, or is silent for so long.

    The client's own limit does not cover the look-up of the hub's address, nor an answer that comes byte by byte.
    """
    from huggingface_hub import HfApi

    answer: Future[Any] = Future()

    def wait_for_it() -> None:
        try:
            answer.set_result(
                HfApi().model_info(entry.repository, revision=entry.revision, timeout=seconds, files_metadata=True)
            )
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=wait_for_it, name="ask-the-hub", daemon=True).start()
    try:
        return hub_files.announced(answer.result(timeout=seconds))
    except Exception as error:
        raise hub_errors.in_words(entry, error) from error


def _whole(entry: ModelEntry, announced: Announced, progress: Progress) -> Path:
    """The downloaded folder, each file with the announced bytes; a break or wrong bytes cost another attempt."""
    import httpx2

    what = f"Downloading {entry.title}"
    failure: Exception | None = None
    for _ in range(_ATTEMPTS):
        progress(what, None)
        try:
            folder = _fetched(entry, _reporting_bar(what, announced.missing_bytes(), progress))
        except (httpx2.NetworkError, OSError) as error:
            if isinstance(error, OSError) and not hub_errors.is_wrong_size(error):
                raise
            failure, what = error, f"The connection broke off: fetching {entry.title} again"
        else:
            progress(f"Checking the files of {entry.title}", None)
            damaged = hub_files.damaged(folder, announced)
            if not damaged:
                return folder
            failure, names = None, ", ".join(damaged)
            what = f"{names} arrived damaged: fetching {entry.title} again"
            hub_files.discard(folder, damaged)
        _LOG.warning("%s", what)
    if failure is None:
        raise BrokenModelError(
            f"{entry.title} arrives damaged",
            f"{names} came {_ATTEMPTS} times with other bytes than the hub announces, and was thrown away. A proxy or a"
            " mirror on the way may change it: try another connection, or choose Story, which needs none.",
        )
    raise hub_errors.broke_off(entry) from failure


def _fetched(entry: ModelEntry, bar: type[Any]) -> Path:
    from huggingface_hub import snapshot_download

    return Path(
        snapshot_download(
            entry.repository,
            revision=entry.revision,
            allow_patterns=hub_files.PATTERNS,
            etag_timeout=_TIMEOUT_S,
            tqdm_class=bar,
        )
    )


def _reporting_bar(what: str, expected: int, progress: Progress) -> type[Any]:
    """A tqdm class that tells `progress` the bytes and shows nothing.

    Its own total grows with each file that begins, so that the small ones would look like the whole of it.
    """
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc,type-arg,unused-ignore]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **kwargs | {"disable": True})
            self.total, self.n = kwargs.get("total") or 0, kwargs.get("initial") or 0
            self._reports = kwargs.get("unit") == "B" and "Reconstructing" in (kwargs.get("desc") or "")

        def update(self, n: float | None = 1) -> None:
            self.n += n or 0
            total = max(self.total or 0, expected)
            if self._reports and total:
                progress(f"{what}: {self.n / 1e6:,.0f} of {total / 1e6:,.0f} MB", min(self.n / total, 1.0))

    return Bar
