"""Where the lines between looking and looked-at tokens run, one fan of them a chosen layer, all on one scale.

A fan starts at x = its number and is SPAN wide, so that the next fan starts one further; y is the token's position.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.labels import clipped, coded, labels, spread
from attn_core.frames.wording import percent, predicted_label, special_notes, special_shares
from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import Head
from attn_core.summaries.weights import FLOOR, Sink, all_rows, largest_weight, last_row, looker, specials, visible

SPAN = 0.7
MANY = 64  # tokens, above which faint lines are left out of the fans
MOST_LINES = 3000  # that a browser redraws while the pointer moves


def row_height(n_tokens: int) -> float:
    """Pixels a token: 26 for a sentence, less for a text, so that 400 tokens are two screens."""
    return float(np.clip(1000 / n_tokens, 3, 26))


def widths(weights: Float32, scale_max: float, thickness: tuple[float, float]) -> Float32:
    """Line widths in pixels: linear from the least at weight 0 to the most at `scale_max` and above."""
    least, most = thickness
    part = np.clip(weights / scale_max, 0, 1) if scale_max > 0 else np.zeros_like(weights)
    return np.asarray(np.round(least + (most - least) * part, 2), dtype=np.float32)


def floor_for(run: AttentionRun) -> float:
    """The weight under which a fan's lines are left out: nothing for a sentence, 1 % for a longer text."""
    return FLOOR if len(run.tokens) > MANY else 0.0


def next_token_fans(
    run: AttentionRun,
    layers: Sequence[int],
    *,
    head: Head = "mean",
    sink: Sink = "grey",
    query_pos: int | None = None,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
    predicted: str | None = None,
) -> pd.DataFrame:
    """One row a fan and position: where its line runs, how wide it is (0: none) and what is written beside it.

    `share` is in percent; `seen` is 0 for positions that the looking one may not see in that layer, or that are
    hidden; `faint` is 1 for those not seen in any.
    """
    n, query, chosen = len(run.tokens), looker(run, query_pos), list(layers)
    weights = last_row(run, head, sink, query)[chosen]
    top = largest_weight(run, chosen, head=head, sink=sink, query_pos=query) if scale_max is None else scale_max
    special = specials(run)
    seen = np.stack([visible(run, layer)[query] for layer in chosen])
    if sink == "hide":
        seen = seen & ~special
    drawn = seen & (weights > 0) & (weights >= floor_for(run))
    named = spread(row_height(n), np.where(special, 1, weights.max(axis=0)), always=[query])
    here = np.tile(np.arange(n) == query, len(chosen))
    word = predicted_label(run, query) if predicted is None else predicted
    fan = np.repeat(np.arange(len(chosen)), n)
    taken, notes = special_shares(run, head, query)[chosen], special_notes(run, chosen, head, sink, query)
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
            "brief": coded([percent(taken[i]) if special.any() and sink == "grey" else "" for i in fan]),
            "predicted": coded([clipped(word) if word and at else None for at in here]),
        }
    )


def floor_of(patterns: Float32) -> float:
    """The weight under which lines are left out of so many patterns: 1 %, or more where over 3,000 would be drawn."""
    weights = patterns.ravel()
    if (weights >= FLOOR).sum() <= MOST_LINES:
        return FLOOR
    return float(np.ceil(np.partition(weights, -MOST_LINES)[-MOST_LINES] * 1000) / 1000)


def all_weights_fans(
    run: AttentionRun,
    layers: Sequence[int],
    *,
    head: Head = "mean",
    sink: Sink = "grey",
    query_pos: int | None = None,
    thickness: tuple[float, float] = (0.5, 12.0),
    scale_max: float | None = None,
) -> pd.DataFrame:
    """One row a drawn line (`line` 1), and one a fan and token (`line` 0) for the dots and labels beside them.

    `strong` marks the lines of the looking position that is pointed out; `looks_at` says a token's three heaviest.
    """
    patterns = np.stack([all_rows(run, layer, head, sink) for layer in layers])
    floor = floor_of(patterns)
    top = float(patterns[:, :, ~specials(run)].max(initial=0.0)) if scale_max is None else scale_max
    fan, query, key = np.nonzero(patterns >= floor)
    n, names = len(run.tokens), labels(run)
    place_fan, place = np.divmod(np.arange(len(layers) * n), n)
    weights = np.concatenate([patterns[fan, query, key], np.zeros(len(place), dtype=np.float32)])
    fans, keys = np.concatenate([fan, place_fan]), np.concatenate([key, place])
    queries = np.concatenate([query, place])
    named = spread(row_height(n), patterns.sum(axis=(0, 1)), always=[looker(run, query_pos)])
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
            "strong": (queries == looker(run, query_pos)).astype(np.uint8),
            "named": named[keys].astype(np.uint8),
            "token": coded([names[k] for k in keys]),
            "looks_at": coded([None] * len(fan) + [_heaviest(row, names) for row in patterns.reshape(-1, n)]),
        }
    )


def _heaviest(weights: Float32, names: Sequence[str], how_many: int = 3) -> str:
    ranked = np.argsort(-weights, kind="stable")[:how_many]
    return ", ".join(f"{names[k]} {percent(weights[k])}" for k in ranked if weights[k] > 0)
