"""The labels of heads in words."""

from __future__ import annotations

from attn_core.readings import badge_legend, labelled_heads
from tests.support.labels import labels_of

TWO_LAYERS = labels_of(PREVIOUS=[[0.83, 0], [0, 0]], SINK=[[0, 0.91], [0, 0]], INDUCTION=[[0, 0.6], [0, 0]])


def test_words_say_which_heads_and_what_the_badges_mean() -> None:
    assert labelled_heads(TWO_LAYERS, 0) == (
        "L0H0: previous token (83 %); L0H1: <bos> sink (91 %) and induction (60 %)."
    )
    assert labelled_heads(TWO_LAYERS, 1) == "No head of layer 1 carries a label."
    legend = badge_legend(TWO_LAYERS, [0, 1])
    assert [badge for badge, _ in legend] == ["↓ sink", "← prev", "→ ind"]
    assert legend[1][1] == "looks at the token before (score\u00a0≥\u00a040 %)"
    assert badge_legend(TWO_LAYERS, [1]) == []


def test_a_legend_has_the_badges_of_its_layers_alone() -> None:
    third = labels_of(PREVIOUS=[[0, 0, 0.9]])  # more heads than layers
    assert [badge for badge, _ in badge_legend(third, [0])] == ["← prev"]
    assert labelled_heads(third, 0) == "L0H2: previous token (90 %)."
