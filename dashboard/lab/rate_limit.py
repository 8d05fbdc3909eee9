"""How many new prompts one visitor may have read: a token bucket a session.

Only a prompt that was not there in the run before costs something: choosing layers, heads or positions is free.
"""

from __future__ import annotations

import math
import time
from collections.abc import Hashable
from dataclasses import dataclass

import streamlit as st

from attn_core.errors import AttnCoreError

A_MINUTE = 60
"""New prompts of one visitor, as many at once, and then one a second."""


AGAIN = "Read it now"


class RateError(AttnCoreError):
    """A visitor asks for new prompts faster than one visitor may."""


@dataclass
class Bucket:
    """Holds up to A_MINUTE turns, each of which comes back within a minute / A_MINUTE."""

    turns: float
    at: float  # seconds, on the clock of `take`

    def take(self, now: float) -> float:
        """Take a turn: 0.0, or where there is none, the seconds until there is one."""
        self.turns = min(A_MINUTE, self.turns + (now - self.at) * A_MINUTE / 60)
        self.at = now
        if self.turns < 1:
            return (1 - self.turns) * 60 / A_MINUTE
        self.turns -= 1
        return 0.0


def require_turn(key: str, asked: Hashable) -> None:
    """Let a box's text be read. `key` is the box, `asked` what is to be read.

    Raises RateError where it is new in its box and this visitor has no turn left.
    """
    let_in: dict[str, Hashable] = st.session_state.setdefault("let-in", {})
    if let_in.get(key) == asked:
        return
    now = time.monotonic()
    bucket: Bucket = st.session_state.setdefault("turns", Bucket(A_MINUTE, now))
    seconds = bucket.take(now)
    if seconds:
        raise RateError(
            "These are many prompts at once",
            f"One visitor may have {A_MINUTE} new prompts a minute read, for all visitors share one computer. Your text"
            f" stays in the box: wait {math.ceil(seconds)} s, and choose “{AGAIN}”.",
        )
    let_in[key] = asked
