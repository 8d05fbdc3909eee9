"""The labels of heads as pictures carry them: badges for the browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attn_core.frames.wording import percent
from attn_core.records.head_labels import HeadLabels


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
