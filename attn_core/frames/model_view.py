"""One row a head: where its tokens look, in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from attn_core.frames.labels import clipped
from attn_core.records.attention import Float32
from attn_core.records.head_labels import HeadLabels
from attn_core.records.tokens import Token
from attn_core.summaries.patterns import bos_share, entropy, mean_distances, share_on
from attn_core.summaries.weights import Bools

PREVIOUS = "on the previous token"
DISTANCE = "mean distance"
ENTROPY = "entropy"
UNITS: Mapping[str, str] = {DISTANCE: "tokens", ENTROPY: "bits"}
"""Every other figure is a share of the attention, 0 to 1."""


def head_figures(
    pattern: Float32, queries: Sequence[Token], keys: Sequence[Token], looking: Bools, parts: Mapping[str, Bools]
) -> dict[str, Float32]:
    """One layer's figures, [head] each: means over the looking rows (bool [query_pos]) of its pattern.

    Shares (0 to 1) on `parts` (bool [key_pos], by name), on the <bos> or [CLS] at the start and on other special
    tokens, where there are any; where both sides are one text, the share on the token before (of rows that have a
    word there) and the mean distance in tokens, special tokens aside; the entropy in bits. NaN where no row tells.
    """
    marks = np.array([token.special for token in keys], dtype=bool)
    rows = pattern[:, looking]
    figures = {name: share_on(rows, where) for name, where in parts.items()}
    if marks[0]:
        figures[f"on {clipped(keys[0].label)}"] = bos_share(rows, 0)
    if marks[1:].any():
        figures[_other_marks(keys)] = share_on(rows, marks & (np.arange(len(marks)) > 0))
    if tuple(queries) == tuple(keys):
        follows = looking[1:] & ~marks[:-1]
        figures[PREVIOUS] = np.diagonal(pattern, -1, axis1=1, axis2=2)[:, follows]
        figures[DISTANCE] = mean_distances(pattern, marks)[:, looking]
    figures[ENTROPY] = entropy(rows)
    return {name: _mean(values) for name, values in figures.items()}


def head_table(figures: Mapping[str, Any]) -> pd.DataFrame:
    """One row a head from figures [layer, head] by name; units are in the column's name, shares are 0 to 1."""
    n_layers, n_heads = np.shape(next(iter(figures.values())))
    columns = {
        f"{name} ({UNITS[name]})" if name in UNITS else name: np.array(values, dtype=float).ravel()
        for name, values in figures.items()
    }
    return pd.DataFrame(
        {"layer": np.repeat(range(n_layers), n_heads), "head": np.tile(range(n_heads), n_layers), **columns}
    )


def _other_marks(keys: Sequence[Token]) -> str:
    """Special tokens after the first position, by their one name or as others."""
    names = {token.label for token in keys[1:] if token.special}
    alone = clipped(next(iter(names))) if len(names) == 1 else ""
    return f"on {alone}" if alone and alone != clipped(keys[0].label) else "on other marks"


def _mean(values: Float32) -> Float32:
    """Over the rows, [head, row] to [head]; NaN where there is no row."""
    if not values.shape[1]:
        return np.full(len(values), np.nan, dtype=np.float32)
    return np.asarray(values.mean(axis=1), dtype=np.float32)


def label_columns(labels: HeadLabels) -> dict[str, list[Any]]:
    """Columns of a table that has a row a head: the labels in words, and every score, 0 to 1 or nan."""
    heads = np.ndindex(labels.n_layers, labels.n_heads)
    return {
        "labels": [", ".join(label.name for label, _ in labels.of(layer, head)) for layer, head in heads],
        **{f"label score: {label.name}": scores.ravel().tolist() for label, scores in labels.every},
    }
