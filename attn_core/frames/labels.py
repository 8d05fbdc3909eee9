"""Token labels as they are drawn: how wide they are, cut to a width, and thinned where rows are too close."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun

WIDEST = 18  # columns of a label in a chart
WIDEST_TOOLTIP = 48
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me")
_JOINERS = "\u200c\u200d"  # shape letters and join emoji; other format characters could turn a line around


def columns(text: str) -> int:
    """Width of a text in columns of a monospaced font: wide characters count double, combining ones nothing."""
    return sum(
        0 if unicodedata.category(c) in _INVISIBLE else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def clipped(text: str, widest: int = WIDEST) -> str:
    """The text without control characters, cut to `widest` columns, the last of them an ellipsis."""
    text = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    if columns(text) <= widest:
        return text
    used = 0
    for end, character in enumerate(text):
        used += columns(character)
        if used > widest - 1:
            return text[:end] + "…"
    return text


def labels(run: AttentionRun, widest: int = WIDEST) -> list[str]:
    """The run's token labels, cut to a width."""
    return [clipped(label, widest) for label in run.tokens]


def coded(values: Sequence[str | None]) -> pd.Categorical:
    """Texts as a dictionary column: one byte or two a row, however long the texts."""
    return pd.Categorical(list(values))


def spread(row_height: float, weights: Float32, always: Sequence[int] = (), gap: float = 12.0) -> np.ndarray:
    """Which positions get a label, as bool [position]: all where rows are `gap` pixels apart, else the heaviest.

    `weights` [position] rank them; labels nearer than `gap` pixels to a heavier one are left out.
    """
    apart = int(np.ceil(gap / row_height))
    shown = np.zeros(len(weights), dtype=bool)
    ranked = np.argsort(-weights, kind="stable")
    for position in [*always, *ranked]:
        if not shown[max(0, position - apart + 1) : position + apart].any():
            shown[position] = True
    return shown
