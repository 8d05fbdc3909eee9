"""What a server of models answers: lines of JSON while it computes, and after the last of them the result's bytes.

`{}` says that it is still at it, `{"share": 0.5}` how far it is; the last line is `{"bytes": n}`, before n bytes that
`parcel` reads, or `{"error": …}`, which is raised at the other end.
"""

from __future__ import annotations

import json
from typing import Any

from attn_core import errors

AT_IT_EVERY_S = 1.0
"""A server that computes says so at least as often."""

_BUILT_IN: dict[str, type[Exception]] = {"IndexError": IndexError, "ValueError": ValueError}


def line(**fields: Any) -> bytes:
    """One line of an answer."""
    return json.dumps(fields).encode() + b"\n"


def told(error: Exception) -> dict[str, Any]:
    """An error as JSON. Of one that no call promises only that it happened: its text could hold anything."""
    if isinstance(error, errors.AttnCoreError):
        return {"type": type(error).__name__, "title": error.title, "detail": error.detail}
    if type(error).__name__ in _BUILT_IN:
        return {"type": type(error).__name__, "title": str(error), "detail": ""}
    return {"type": "", "title": "The server could not compute this", "detail": "Its log says why. Try another text."}


def raised(fields: dict[str, Any]) -> Exception:
    """The error that `told` told."""
    name, title, detail = (str(fields.get(part, "")) for part in ("type", "title", "detail"))
    if name in _BUILT_IN:
        return _BUILT_IN[name](title)
    kind = getattr(errors, name, None) if name else None
    known = isinstance(kind, type) and issubclass(kind, errors.AttnCoreError)
    made: Exception = kind(title, detail) if known and kind else errors.AttnCoreError(title, detail)
    return made
