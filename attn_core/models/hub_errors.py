"""The hub's refusals and a connection's failures, each in words of its own."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from attn_core.errors import (
    BrokenModelError,
    GatedModelError,
    HubBusyError,
    HubUnreachableError,
    ModelError,
    NotEnoughDiskError,
    UnknownModelError,
)
from attn_core.records.model_entry import ModelEntry

_TOKENS = "https://huggingface.co/settings/tokens"


def in_words(entry: ModelEntry, error: Exception) -> ModelError:
    """What went wrong with a download, and the fix; without names of classes, addresses of files or tokens."""
    from huggingface_hub.errors import HFValidationError

    if isinstance(error, ModelError):
        return error
    if isinstance(error, HFValidationError):
        return _unknown(entry)
    if isinstance(error, OSError) and error.errno is not None:
        return _not_stored(entry, error)
    response = next((cause.response for cause in _causes(error) if getattr(cause, "response", None) is not None), None)
    return _unreachable(entry, error) if response is None else _refused(entry, response)


def is_wrong_size(error: OSError) -> bool:
    """Whether this is how the hub's client tells that a file came shorter or longer than announced."""
    return type(error) is OSError and error.errno is None


def broke_off(entry: ModelEntry) -> HubUnreachableError:
    """A connection that was there, and went again and again."""
    return HubUnreachableError(
        f"{entry.title} could not be downloaded",
        f"The connection to {host()} broke off again and again. Files that arrived whole are kept: try again, or choose"
        " Story, which needs no connection.",
    )


def host() -> str:
    """The hub's host: huggingface.co, or that of HF_ENDPOINT."""
    from huggingface_hub import constants

    return urlsplit(constants.ENDPOINT).netloc


def _causes(error: BaseException) -> Iterator[Any]:
    """The error and what it was raised from: the client wraps a refusal in a "not found on this disk"."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _refused(entry: ModelEntry, response: Any) -> ModelError:
    status = response.status_code
    gated = response.headers.get("X-Error-Code") == "GatedRepo" or (entry.gated and status in (401, 404))
    if gated:
        return GatedModelError(
            f"{entry.title} asks for a licence to be accepted",
            f"Accept it at https://huggingface.co/{entry.repository}, make a read token at {_TOKENS}, and set it as"
            " HF_TOKEN (a secret of that name where the app is hosted).",
        )
    if status == 401:
        return _not_known(entry)
    if status == 403:
        return GatedModelError(
            f"The hub does not let {entry.title} be read here",
            f"It forbids {entry.repository} (403). If HF_TOKEN is set, give its token the right to read this"
            f" repository at {_TOKENS}; if not, set one, or ask whoever runs the network: a filter may forbid it.",
        )
    if status == 404:
        return _unknown(entry)
    if status == 429:
        return HubBusyError(
            f"The hub asks to wait before {entry.title} is fetched",
            f"Too many requests came from this address (429). Try again in {_wait(response)}, or set HF_TOKEN: an"
            " account may ask more often.",
        )
    return HubUnreachableError(
        f"{entry.title} could not be downloaded",
        f"{host()} is out of order: it answers with the error {status}. Try again later, or choose Story, which needs"
        " no connection.",
    )


def _not_known(entry: ModelEntry) -> ModelError:
    """401: the hub does not know the token, or hides from a request without one whether there is such a model."""
    from huggingface_hub import get_token

    if get_token():
        return GatedModelError(
            "The hub does not know the access token",
            f"It may have expired or be cut short (401). Make a read token at {_TOKENS} and set it as HF_TOKEN, or"
            " remove HF_TOKEN: an open model needs none.",
        )
    return UnknownModelError(
        f"The hub has no {entry.repository}" + _at(entry) + ", or none without a token",
        "Correct the repository in the catalog; for a private model, set HF_TOKEN to a token that may read it (401).",
    )


def _unknown(entry: ModelEntry) -> ModelError:
    return UnknownModelError(
        f"The hub has no {entry.repository}{_at(entry)}",
        "Correct the repository and the revision in the catalog; a private model needs HF_TOKEN.",
    )


def _at(entry: ModelEntry) -> str:
    return f" at {entry.revision}" if entry.revision else ""


def _wait(response: Any) -> str:
    seconds = response.headers.get("Retry-After", "")
    if not seconds.isdigit():
        return "some minutes"
    return f"{seconds} seconds" if int(seconds) < 120 else f"{int(seconds) // 60} minutes"


def _not_stored(entry: ModelEntry, error: OSError) -> ModelError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):  # the last where one file may not be so large
        return NotEnoughDiskError(
            f"{entry.title} does not fit on the disk",
            "The disk became full on the way; what had arrived of that file was removed. Free some disk, or set HF_HOME"
            " to a folder on a larger one.",
        )
    where = f": {error.filename}" if error.filename else ""
    return BrokenModelError(
        f"{entry.title} could not be stored", f"{error.strerror}{where}. Set HF_HOME to a folder that can be written."
    )


def _unreachable(entry: ModelEntry, error: Exception) -> ModelError:
    import httpx2
    from huggingface_hub.errors import OfflineModeIsEnabled

    if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError) or type(error) is OSError:
        return broke_off(entry)
    if any(isinstance(cause, OfflineModeIsEnabled) for cause in _causes(error)):
        return HubUnreachableError(
            f"{entry.title} could not be downloaded",
            "HF_HUB_OFFLINE forbids it, and no earlier download is complete. Unset it, or choose Story, which needs no"
            " connection.",
        )
    return HubUnreachableError(
        f"{entry.title} could not be downloaded",
        f"{host()} does not answer, and no earlier download is complete. Check the connection and try again, or choose"
        " Story, which needs none.",
    )
