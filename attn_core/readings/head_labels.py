"""The labels of heads in words: which heads carry one, and what it means."""

from __future__ import annotations

from collections.abc import Iterable

from attn_core.frames.wording import listed, percent
from attn_core.records.head_labels import HeadLabels, Label


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


def _words(carried: tuple[tuple[Label, float], ...]) -> str:
    return listed([f"{label.name} ({percent(score)})" for label, score in carried])
