"""Where the lines run from every position to what it looked at, a fan of them a chosen layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded, labels, spread
from attn_core.frames.next_token_lines import rows_of
from attn_core.frames.scales import SPAN, floor_of, row_height, widths
from attn_core.frames.wording import percent
from attn_core.records.attention import Float32
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import all_rows, looker, specials


def coordinates(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
    *,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
) -> pd.DataFrame:
    """One row a drawn line (`line` 1), and one a fan and token (`line` 0) for the dots and labels beside them.

    `strong` marks the lines of the looking position that is pointed out; `looks_at` says a token's three heaviest.
    """
    patterns = np.stack([all_rows(run, layer, look) for layer in layers])
    floor = floor_of(patterns)
    top = float(patterns[:, :, ~specials(run)].max(initial=0.0)) if scale_max is None else scale_max
    fan, query, key = np.nonzero(patterns >= floor)
    n, names = len(run.tokens), labels(run)
    place_fan, place = np.divmod(np.arange(len(layers) * n), n)
    weights = np.concatenate([patterns[fan, query, key], np.zeros(len(place), dtype=np.float32)])
    fans, keys = np.concatenate([fan, place_fan]), np.concatenate([key, place])
    queries = np.concatenate([query, place])
    named = spread(row_height(n), patterns.sum(axis=(0, 1)), always=[looker(run, look)])
    return pd.DataFrame(
        {
            "line": (np.arange(len(fans)) < len(fan)).astype(np.uint8),
            "layer": np.array(layers, dtype=np.uint8)[fans],
            "fan": fans.astype(np.uint8),
            "end": (fans + SPAN).astype(np.float32),
            "key_pos": keys.astype(np.uint16),
            "query_pos": queries.astype(np.uint16),
            "width": widths(weights, top, thickness),
            "special": specials(run)[keys].astype(np.uint8),
            "strong": (queries == looker(run, look)).astype(np.uint8),
            "named": named[keys].astype(np.uint8),
            "token": coded([names[k] for k in keys]),
            "looks_at": coded([None] * len(fan) + [_heaviest(row, names) for row in patterns.reshape(-1, n)]),
        }
    )


def table(run: AttentionRun, layers: Sequence[int], look: Look = Look()) -> pd.DataFrame:
    """What every position looked at: a row a layer and pair that is not masked, `weight` 0 to 1."""
    parts = []
    for layer in layers:
        queries, keys = np.nonzero(run.attention.visible(layer))
        parts.append(rows_of(run, layer, queries, keys, all_rows(run, layer, look)[queries, keys]))
    return pd.concat(parts, ignore_index=True)


def _heaviest(weights: Float32, names: Sequence[str], how_many: int = 3) -> str:
    ranked = np.argsort(-weights, kind="stable")[:how_many]
    return ", ".join(f"{names[k]} {percent(weights[k])}" for k in ranked if weights[k] > 0)
