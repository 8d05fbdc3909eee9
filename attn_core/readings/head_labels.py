"""The labels of heads as pictures carry them: badges for the browser, and in words what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from attn_core.frames.wording import listed, percent
from attn_core.summaries.head_scores import HeadLabels, Label


def badge_data(labels: HeadLabels | None, layers: Iterable[int]) -> dict[str, Any]:
    """What travels: `kinds` are the labels; `heads` [layer][head] holds the kind and the score of each that it carries.

    Both are empty where there are no labels.
    """
    if labels is None:
        return {"kinds": [], "heads": []}
    kinds = [label for label, _ in labels.every]
    return {
        "kinds": [{"symbol": label.symbol, "badge": label.badge, "name": label.name} for label in kinds],
        "heads": [
            [
                [[kinds.index(label), percent(score)] for label, score in labels.of(layer, head)]
                for head in range(labels.n_heads)
            ]
            for layer in layers
        ],
    }


def badge_legend(labels: HeadLabels, layers: Iterable[int]) -> list[tuple[str, str]]:
    """Each badge that a head of these layers carries, and what it means with its threshold."""
    carried = {label for layer in layers for head in range(labels.n_heads) for label, _ in labels.of(layer, head)}
    return [
        (f"{label.symbol} {label.badge}", f"{label.meaning} (score\u00a0≥\u00a0{percent(label.threshold)})")
        for label, _ in labels.every
        if label in carried
    ]


def labelled_heads(labels: HeadLabels, layer: int) -> str:
    """The heads of a layer that carry labels, in words."""
    carried = {head: labels.of(layer, head) for head in range(labels.n_heads)}
    said = [f"L{layer}H{head}: {_words(found)}" for head, found in carried.items() if found]
    return f"{'; '.join(said)}." if said else f"No head of layer {layer} carries a label."


def label_columns(labels: HeadLabels) -> dict[str, list[Any]]:
    """Columns of a table that has a row a head: the labels in words, and every score, 0 to 1 or nan."""
    heads = np.ndindex(labels.n_layers, labels.n_heads)
    return {
        "labels": [", ".join(label.name for label, _ in labels.of(layer, head)) for layer, head in heads],
        **{f"label score: {label.name}": scores.ravel().tolist() for label, scores in labels.every},
    }


def _words(carried: tuple[tuple[Label, float], ...]) -> str:
    return listed([f"{label.name} ({percent(score)})" for label, score in carried])
