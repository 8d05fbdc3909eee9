"""Labels of heads in the pictures: badges that travel, words about them, and columns of the table."""

from __future__ import annotations

import json

import numpy as np
import pytest

from attn_core import diagrams
from attn_core.diagrams import model_view_table
from attn_core.diagrams.diagram import script
from attn_core.records.head_labels import LABELS
from tests.support.hand_made import even, run_of
from tests.support.labels import labels_of

TWO_LAYERS = labels_of(PREVIOUS=[[0.83, 0], [0, 0]], SINK=[[0, 0.91], [0, 0]], INDUCTION=[[0, 0.6], [0, 0]])
TWO_HEADS = run_of(["<bos>", "a", "b"], even(3, layers=2, heads=2))


def test_both_pictures_carry_the_badges() -> None:
    badges = diagrams.model_view(TWO_HEADS.attention, labels=TWO_LAYERS).data["badges"]
    kinds = [kind["name"] for kind in badges["kinds"]]
    found = [[[(kinds[kind], score) for kind, score in head] for head in layer] for layer in badges["heads"]]
    assert found == [[[("previous token", "83 %")], [("<bos> sink", "91 %"), ("induction", "60 %")]], [[], []]]
    assert diagrams.head_view(TWO_HEADS.attention, 0, labels=TWO_LAYERS).data["badges"]["heads"] == badges["heads"][:1]
    assert diagrams.head_view(TWO_HEADS.attention, 1, labels=TWO_LAYERS).data["badges"]["heads"] == badges["heads"][1:]
    assert diagrams.model_view(TWO_HEADS.attention).data["badges"]["heads"] == []


def test_the_table_has_labels_and_scores() -> None:
    rows = model_view_table(diagrams.model_view(TWO_HEADS.attention), TWO_LAYERS)
    assert rows["labels"].tolist() == ["previous token", "<bos> sink, induction", "", ""]
    assert rows["label score: previous token"].tolist() == pytest.approx([0.83, 0, 0, 0])
    assert len([name for name in rows.columns if name.startswith("label score: ")]) == len(LABELS)


def test_badges_of_every_head_leave_the_pictures_light() -> None:
    rng = np.random.default_rng(0)
    noise = np.exp(rng.normal(size=(12, 12, 50, 50)) * 2)
    run = run_of(["w"] * 50, (noise / noise.sum(-1, keepdims=True)).astype(np.float32), kind="encoder")
    ones = np.ones((12, 12)).tolist()
    labels = labels_of(SINK=ones, PREVIOUS=ones, SAME=ones, INDUCTION=ones, WITHIN=ones)
    whole = diagrams.model_view(run.attention, labels=labels)
    assert len(json.dumps(whole.data)) + len(script("model_view")) < 300_000
    assert (
        len(json.dumps(diagrams.head_view(run.attention, 0, labels=labels).data)) + len(script("head_view")) < 100_000
    )
