"""The heat map's cells: every layer and every token."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded, labels, spread
from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import Head
from attn_core.summaries.weights import Sink, largest_weight, last_row, looker, specials, visible


def cell_height(n_tokens: int) -> float:
    """Pixels a token, so that 40 tokens fit a screen and 400 two."""
    return float(np.clip(800 / n_tokens, 3, 24))


def shades(weights: Float32, scale_max: float) -> np.ndarray:
    """How strong a colour is, 0 to 255: linear in the weight, 255 at `scale_max` and above."""
    part = np.clip(weights / scale_max, 0, 1) if scale_max > 0 else np.zeros_like(weights)
    return np.asarray(np.round(part * 255), dtype=np.uint8)


def heat_cells(
    run: AttentionRun,
    *,
    head: Head = "mean",
    sink: Sink = "grey",
    query_pos: int | None = None,
    chosen: Collection[int] = (),
) -> pd.DataFrame:
    """One row a layer and position; `share` in percent, `shade` 0 to 255 on one scale for all layers."""
    weights = last_row(run, head, sink, query_pos)
    n_layers, n = weights.shape
    special = specials(run)
    top = largest_weight(run, range(n_layers), head=head, sink=sink, query_pos=query_pos)
    rank = np.where(special, 1, weights.max(axis=0))
    named = spread(cell_height(n), rank, always=[looker(run, query_pos)], gap=12 if n <= 40 else 20)
    layer = np.repeat(np.arange(n_layers, dtype=np.uint8), n)
    return pd.DataFrame(
        {
            "layer": layer,
            "position": np.tile(np.arange(n, dtype=np.uint16), n_layers),
            "share": np.round(weights * 100, 1).ravel(),
            "shade": shades(weights, top).ravel(),
            "seen": np.stack([visible(run, k)[looker(run, query_pos)] for k in range(n_layers)])
            .ravel()
            .astype(np.uint8),
            "special": np.tile(special, n_layers).astype(np.uint8),
            "named": np.tile(named, n_layers).astype(np.uint8),
            "chosen": np.isin(layer, list(chosen)).astype(np.uint8),
            "token": coded(labels(run) * n_layers),
        }
    )
