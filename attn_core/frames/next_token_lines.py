"""Where the lines run from one position to the words it looked at, a fan of them a chosen layer, all on one scale.

y is the token's position; a fan starts at x = its number and is SPAN wide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.labels import clipped, coded, labels, spread
from attn_core.frames.scales import SPAN, floor_for, row_height, widths
from attn_core.frames.wording import percent, predicted_label, special_notes, special_shares
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import largest_weight, last_row, looker, specials


def coordinates(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
) -> pd.DataFrame:
    """One row a fan and position: where its line runs, how wide it is (0: none) and what is written beside it.

    `share` is in percent; `seen` is 0 for positions that the looking one may not see in that layer, or that are
    hidden; `faint` is 1 for those not seen in any.
    """
    n, query, chosen = len(run.tokens), looker(run, look), list(layers)
    weights = last_row(run, look)[chosen]
    top = largest_weight(run, chosen, look) if scale_max is None else scale_max
    special = specials(run)
    seen = np.stack([run.attention.visible(layer)[query] for layer in chosen])
    if look.special == "hidden":
        seen = seen & ~special
    drawn = seen & (weights > 0) & (weights >= floor_for(run))
    named = spread(row_height(n), np.where(special, 1, weights.max(axis=0)), always=[query])
    here = np.tile(np.arange(n) == query, len(chosen))
    word = predicted_label(run, look)
    fan = np.repeat(np.arange(len(chosen)), n)
    taken, notes = special_shares(run, look)[chosen], special_notes(run, chosen, look)
    return pd.DataFrame(
        {
            "layer": np.repeat(np.array(chosen, dtype=np.uint8), n),
            "fan": fan.astype(np.uint8),
            "end": (fan + SPAN).astype(np.float32),
            "position": np.tile(np.arange(n, dtype=np.uint16), len(chosen)),
            "query": np.full(fan.shape, query, dtype=np.uint16),
            "share": np.round(weights * 100, 1).ravel(),
            "width": np.where(drawn, widths(weights, top, thickness), np.float32(0)).ravel(),
            "seen": seen.ravel().astype(np.uint8),
            "faint": np.tile(~seen.any(axis=0), len(chosen)).astype(np.uint8),
            "special": np.tile(special, len(chosen)).astype(np.uint8),
            "named": np.tile(named, len(chosen)).astype(np.uint8),
            "token": coded(labels(run) * len(chosen)),
            "note": coded([notes[i] for i in fan]),
            "brief": coded([percent(taken[i]) if special.any() and look.special == "grey" else "" for i in fan]),
            "predicted": coded([clipped(word) if word and at else None for at in here]),
        }
    )


def table(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
) -> pd.DataFrame:
    """What one position looked at: a row a layer and visible token, `weight` 0 to 1."""
    query = looker(run, look)
    weights = last_row(run, look)
    parts = []
    for layer in layers:
        keys = np.flatnonzero(run.attention.visible(layer)[query])
        parts.append(rows_of(run, layer, np.full(len(keys), query), keys, weights[layer, keys]))
    return pd.concat(parts, ignore_index=True)


def rows_of(run: AttentionRun, layer: int, queries: np.ndarray, keys: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    """A row a query and key position of one layer, with their labels and the weight."""
    tokens = np.array(run.tokens, dtype=object)
    return pd.DataFrame(
        {
            "layer": np.full(len(keys), layer),
            "query_pos": queries,
            "query": tokens[queries],
            "key_pos": keys,
            "key": tokens[keys],
            "weight": weights,
        }
    )
