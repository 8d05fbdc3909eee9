"""The labels that heads carry, from scores written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attn_core.records.head_labels import LABELS, PREVIOUS, SAME, SINK, WITHIN
from tests.support.labels import labels_of

NAN = float("nan")


def test_a_head_carries_the_label_furthest_above_its_threshold_first() -> None:
    labels = labels_of(PREVIOUS=[[0.8, 0.39]], WITHIN=[[0.9, 0.75]], SINK=[[NAN, NAN]])
    assert [(label.name, round(score, 3)) for label, score in labels.of(0, 0)] == [
        ("previous token", 0.8), ("within the sentence", 0.9),
    ]  # fmt: skip
    assert [label for label, _ in labels.of(0, 1)] == [WITHIN]


def test_a_score_at_the_threshold_is_enough() -> None:
    labels = labels_of(SINK=[[0.5, 0.49]], SAME=[[0.375, 0.5]])
    assert [label for label, _ in labels.of(0, 0)] == [SINK]
    assert [label for label, _ in labels.of(0, 1)] == [SAME]


def test_labels_are_of_their_own_layer_and_head() -> None:
    labels = labels_of(PREVIOUS=[[0, 0.9, 0], [0.8, 0, 0]])
    carried = {(layer, head) for layer in range(2) for head in range(3) if labels.of(layer, head)}
    assert carried == {(0, 1), (1, 0)}
    assert (labels.n_layers, labels.n_heads) == (2, 3)
    ((label, score),) = labels.of(1, 0)
    assert label == PREVIOUS
    assert score == pytest.approx(0.8)


def test_a_label_names_the_mark_that_the_model_starts_with() -> None:
    ((label, _),) = replace(labels_of(SINK=[[0.5]]), start="[CLS]").of(0, 0)
    assert (label.name, label.badge) == ("[CLS] sink", "sink")
    assert label.meaning.startswith("rests on [CLS]")
    ((label, _),) = replace(labels_of(SINK=[[0.5]]), start=None).of(0, 0)
    assert label == SINK


def test_every_label_comes_with_its_own_scores() -> None:
    labels = labels_of(SINK=[[0.1]], PREVIOUS=[[0.2]], SAME=[[0.3]], INDUCTION=[[0.4]], WITHIN=[[0.5]], ACROSS=[[0.6]])
    assert [label for label, _ in labels.every] == list(LABELS)
    assert [round(float(scores[0, 0]), 3) for _, scores in labels.every] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
