"""How an attention is looked at: which heads, what becomes of special tokens, and which position looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Head = int | Literal["mean", "max"]
"""One head, the mean of all, or the largest weight that any head gives a position."""

Special = Literal["grey", "hidden", "shown"]
"""What becomes of <bos>, [CLS] and their like: in grey, left out, or as any other token."""


@dataclass(frozen=True)
class Look:
    """What of an attention is drawn and told, the same for a chart, its reading and its table."""

    head: Head = "mean"
    special: Literal["grey", "hidden"] = (
        "grey"  # <bos> and its like: left in and grey, or left out and the rest rescaled
    )
    query_pos: int | None = None  # the position that looks; None is the one that predicts
    predicted: str | None = None  # the label predicted there, where the run does not have it
