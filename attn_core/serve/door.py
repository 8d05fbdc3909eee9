"""Who may ask, and what is read of a request before anything is computed. Each refusal is in words."""

from __future__ import annotations

import hmac
import json
import os
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from attn_core.errors import AttnCoreError, RefusedError
from attn_core.models.remote import TOKEN_VARIABLE
from attn_core.records import wire
from attn_core.serve.config import Limits


@dataclass(frozen=True)
class Asked:
    """What a request asks for, before its arguments are checked."""

    model: str
    call: str
    seconds: float
    rounded: bool
    arguments: Any


class TurnedAwayError(Exception):
    """A request that is refused with a status and the error that says why."""

    def __init__(self, status: int, error: AttnCoreError) -> None:
        super().__init__(error.title)
        self.response = JSONResponse({"error": wire.told(error)}, status)


def token() -> str:
    """The token that requests must bear; empty where none is set."""
    return os.environ.get(TOKEN_VARIABLE, "").strip()


async def let_in(request: Request, limits: Limits) -> Asked:
    """What is asked for. Raises TurnedAwayError: 401 for a wrong token, 413 for too many bytes, 400 for no request."""
    _require_token(request)
    parts = request.url.path.strip("/").split("/")
    model, call = parts[-2] if len(parts) > 1 else "", parts[-1]
    if request.method == "GET":
        return Asked(model, call, limits.seconds, False, {})
    body = await _body(request, limits)
    try:
        first, rest = body.split(b"\n", 1)
        seconds, sent = float(json.loads(first)["seconds"]), json.loads(rest)
        return Asked(model, call, min(seconds, limits.seconds), bool(sent.get("rounded")), sent["arguments"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TurnedAwayError(
            400, RefusedError("The request is not understood", "Run the same version at both ends.")
        ) from error


def _require_token(request: Request) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = token()
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise TurnedAwayError(
            401,
            RefusedError(
                "The server does not know the token",
                f"Set {TOKEN_VARIABLE} to the same value here as at the server.",
            ),
        )


async def _body(request: Request, limits: Limits) -> bytes:
    """The body, of which no more is read than is allowed."""
    most, parts, size = limits.body_kb * 1000, [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TurnedAwayError(
                413,
                RefusedError("The request is too large", f"This server reads {limits.body_kb:,} kB. Ask for less."),
            )
        parts.append(part)
    return b"".join(parts)
