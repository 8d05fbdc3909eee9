"""What each layer would predict, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from attn_core.frames.labels import clipped
from attn_core.frames.wording import fine_percent
from attn_core.records.tokens import NextToken


def coordinates(layers: Sequence[Sequence[NextToken]]) -> pd.DataFrame:
    """One row a layer and candidate, rank from 0: `probability` 0 to 1, and texts to show."""
    return pd.DataFrame(
        [
            {
                "layer": layer,
                "rank": rank,
                "token": clipped(token.label, 14),
                "probability": round(token.probability, 4),
                "percent": fine_percent(token.probability),
            }
            for layer, tokens in enumerate(layers)
            for rank, token in enumerate(tokens)
        ]
    )


def table(layers: Sequence[Sequence[NextToken]]) -> pd.DataFrame:
    """One row a layer and candidate, to download: `rank` from 1, `probability` 0 to 1."""
    return pd.DataFrame(
        [
            {"layer": layer, "rank": rank, "token": token.label, "text": token.text, "probability": token.probability}
            for layer, tokens in enumerate(layers)
            for rank, token in enumerate(tokens, 1)
        ]
    )
