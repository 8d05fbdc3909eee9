"""What goes wrong at the hub of our own, and what is asked of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """One request that reached the hub."""

    method: str
    path: str
    range: str | None
    token: str | None


@dataclass
class Faults:
    """What goes wrong, until it is set back."""

    status: Callable[[Asked], int] = lambda asked: 200  # a refusal instead of the answer
    headers: dict[str, str] = field(default_factory=dict)  # of a refusal
    breaks: list[int] = field(default_factory=list)  # bytes of the weights after which a connection ends; one a request
    reset: bool = False  # a connection ends by a reset, and not by a proper end
    wrong: int = 0  # so many answers with the weights have a changed byte
    silence: threading.Event | None = None  # until it is set, what is asked about the model gets no answer
    drip: threading.Event | None = None  # until it is set, the weights come by a few bytes a moment
