"""What switching each head off does to the prediction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded
from attn_core.frames.wording import without
from attn_core.records.effects import Effects


def coordinates(effects: Effects) -> pd.DataFrame:
    """One row a head: the change of the predicted token's probability as `shade`, and `says` for the tooltip.

    The largest change, in either direction, is -1 or 1; where none is over a percentage point, that would be.
    """
    change = effects.probability - effects.token.probability
    most = max(float(np.abs(change).max()), 0.01)
    n_layers, n_heads = effects.probability.shape
    places = [(layer, head) for layer in range(n_layers) for head in range(n_heads)]
    return pd.DataFrame(
        {
            "layer": np.array([layer for layer, _ in places], dtype=np.uint8),
            "head": np.array([head for _, head in places], dtype=np.uint8),
            "name": [f"L{layer}H{head}" for layer, head in places],
            "shade": np.round(change / most, 3).ravel(),
            "says": coded([without(effects, *place) for place in places]),
        }
    )


def table(effects: Effects) -> pd.DataFrame:
    """One row a head, to download: the prediction without it."""
    n_layers, n_heads = effects.probability.shape
    return pd.DataFrame(
        {
            "layer": np.repeat(np.arange(n_layers), n_heads),
            "head": np.tile(np.arange(n_heads), n_layers),
            "probability": effects.probability.ravel(),
            "logit change": effects.logit_change.ravel(),
            "KL in bits": effects.kl_bits.ravel(),
        }
    )
