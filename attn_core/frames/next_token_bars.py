"""Candidates for the next token, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.labels import WIDEST_TOOLTIP, clipped
from attn_core.frames.wording import fine_percent
from attn_core.records.tokens import NextToken

TOP = 10


def coordinates(candidates: Sequence[NextToken]) -> pd.DataFrame:
    """One row for each of the first ten candidates: rank from 0, its bar's length (the longest is 1), and texts."""
    shown = candidates[:TOP]
    probabilities = np.array([c.probability for c in shown], dtype=np.float32)
    return pd.DataFrame(
        {
            "rank": np.arange(len(shown), dtype=np.uint8),
            "length": probabilities / max(probabilities.max(initial=0), 1e-9),
            "token": [clipped(c.label) for c in shown],
            "written": [f"“{clipped(c.text, WIDEST_TOOLTIP)}”" for c in shown],
            "percent": [fine_percent(c.probability) for c in shown],
        }
    )


def table(candidates: Sequence[NextToken]) -> pd.DataFrame:
    """Candidates for a place, best first, `probability` 0 to 1."""
    return pd.DataFrame(
        {
            "rank": range(1, len(candidates) + 1),
            "id": [c.id for c in candidates],
            "token": [c.label for c in candidates],
            "text": [c.text for c in candidates],
            "probability": [c.probability for c in candidates],
        }
    )
