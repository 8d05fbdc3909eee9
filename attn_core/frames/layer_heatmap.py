"""The heat map's cells: every layer and every token."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from attn_core.frames import next_token_lines
from attn_core.frames.labels import coded, labels, spread
from attn_core.frames.scales import cell_height, shades
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import largest_weight, last_row, looker, specials


def coordinates(run: AttentionRun, look: Look = Look(), *, chosen: Collection[int] = ()) -> pd.DataFrame:
    """One row a layer and position; `share` in percent, `shade` 0 to 255 on one scale for all layers."""
    weights = last_row(run, look)
    n_layers, n = weights.shape
    special = specials(run)
    top = largest_weight(run, range(n_layers), look)
    rank = np.where(special, 1, weights.max(axis=0))
    named = spread(cell_height(n), rank, always=[looker(run, look)], gap=12 if n <= 40 else 20)
    layer = np.repeat(np.arange(n_layers, dtype=np.uint8), n)
    return pd.DataFrame(
        {
            "layer": layer,
            "position": np.tile(np.arange(n, dtype=np.uint16), n_layers),
            "share": np.round(weights * 100, 1).ravel(),
            "shade": shades(weights, top).ravel(),
            "seen": np.stack([run.attention.visible(k)[looker(run, look)] for k in range(n_layers)])
            .ravel()
            .astype(np.uint8),
            "special": np.tile(special, n_layers).astype(np.uint8),
            "named": np.tile(named, n_layers).astype(np.uint8),
            "chosen": np.isin(layer, list(chosen)).astype(np.uint8),
            "token": coded(labels(run) * n_layers),
        }
    )


def table(run: AttentionRun, look: Look = Look()) -> pd.DataFrame:
    """What one position looked at in every layer: a row a layer and visible token, `weight` 0 to 1."""
    return next_token_lines.table(run, range(run.n_layers), look)
