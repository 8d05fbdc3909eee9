"""Tidy tables of what the charts show, to download: one row a number, positions and layers from 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attn_core.frames.sentences import excerpts, matrix, part_names, part_shares
from attn_core.records.run import AttentionRun, NextToken
from attn_core.summaries.patterns import Head
from attn_core.summaries.weights import Sink, all_rows, last_row, looker, visible


def next_token_table(
    run: AttentionRun,
    layers: Sequence[int],
    *,
    head: Head = "mean",
    sink: Sink = "grey",
    query_pos: int | None = None,
) -> pd.DataFrame:
    """What one position looked at: a row a layer and visible token, `weight` 0 to 1."""
    query = looker(run, query_pos)
    weights = last_row(run, head, sink, query)
    parts = []
    for layer in layers:
        keys = np.flatnonzero(visible(run, layer)[query])
        parts.append(_rows(run, layer, np.full(len(keys), query), keys, weights[layer, keys]))
    return pd.concat(parts, ignore_index=True)


def all_weights_table(
    run: AttentionRun, layers: Sequence[int], *, head: Head = "mean", sink: Sink = "grey"
) -> pd.DataFrame:
    """What every position looked at: a row a layer and pair that is not masked, `weight` 0 to 1."""
    parts = []
    for layer in layers:
        queries, keys = np.nonzero(visible(run, layer))
        parts.append(_rows(run, layer, queries, keys, all_rows(run, layer, head, sink)[queries, keys]))
    return pd.concat(parts, ignore_index=True)


def next_token_bars_table(candidates: Sequence[NextToken]) -> pd.DataFrame:
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


def sentence_shares_table(run: AttentionRun, *, head: Head = "mean") -> pd.DataFrame:
    """A row a layer and part of the text, `share` 0 to 1."""
    shares, names = part_shares(run, head), part_names(run)
    return pd.DataFrame(
        {
            "layer": np.repeat(np.arange(run.n_layers), len(names)),
            "looked at": names * run.n_layers,
            "share": shares.ravel(),
        }
    )


def sentence_matrix_table(run: AttentionRun, layer: int, *, head: Head = "mean") -> pd.DataFrame:
    """A row a pair of sentences (from 1) that is not masked, `share` 0 to 1."""
    mass, texts = matrix(run, layer, head), excerpts(run)
    looking, looked_at = np.nonzero(~np.isnan(mass))
    return pd.DataFrame(
        {
            "layer": np.full(len(looking), layer),
            "looking sentence": looking + 1,
            "looking text": [texts[i] for i in looking],
            "looked-at sentence": looked_at + 1,
            "looked-at text": [texts[i] for i in looked_at],
            "share": mass[looking, looked_at],
        }
    )


def _rows(run: AttentionRun, layer: int, queries: np.ndarray, keys: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
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
