"""A picture is the chart or diagram, the reading and the table of the same numbers: one call in place of three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from attn_core import Look, charts, diagrams, frames, pictures, readings
from attn_core.charts.theme import DARK
from attn_core.diagrams import Diagram
from attn_core.diagrams.head_view import Choice
from attn_core.pictures import Picture
from tests.support.evidence import FOUR, HAND, array
from tests.support.hand_made import HUNGRY, TWO_SENTENCES, candidates, effects_of
from tests.support.labels import labels_of

LOOK = Look(1, "hidden", 1, "so")
OFF = effects_of(HUNGRY, array(0.4, 0.3, 0.2, 0.1).reshape(2, 2))
REMOVED = effects_of(FOUR, [0.5, 0.1, 0.2, 0.3])
LAYERS = [candidates("a", "b"), candidates("b", "c")]
LABELS = labels_of(PREVIOUS=[[0.8, 0], [0, 0.9]])
# What each is called with: of its chart, of all three, and of its reading and table alone.
CHARTS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "next_token_lines": ((HUNGRY, [1, 0], LOOK), {"thickness": (1, 5), "scale_max": 0.9}),
    "all_weights": ((HUNGRY, [1, 0], LOOK), {"thickness": (1, 5), "scale_max": 0.9}),
    "layer_heatmap": ((HUNGRY, LOOK), {"chosen": [1]}),
    "shaded_text": ((HUNGRY, 1, LOOK), {"scale_max": 0.9}),
    "sentence_shares": ((TWO_SENTENCES, "max"), {}),
    "sentence_matrix": ((TWO_SENTENCES, 0, "max"), {}),
    "next_token_bars": ((candidates("a", "b"),), {}),
    "evidence": ((HUNGRY, HAND, ([1], [0])), {}),
    "layer_correlation": ((FOUR, REMOVED), {}),
    "heads_off": ((OFF,), {}),
    "logit_lens": ((LAYERS,), {}),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_with_its_reading_and_its_table(name: str) -> None:
    given, options = CHARTS[name]
    picture = getattr(pictures, name)(*given, **options, theme=DARK)
    assert isinstance(picture.drawn, alt.LayerChart)
    assert picture.drawn.to_dict() == getattr(charts, name)(*given, **options, theme=DARK).to_dict()
    assert picture.reading == getattr(readings, name)(*given)
    pd.testing.assert_frame_equal(picture.table(), getattr(frames, name).table(*given))


def drawn(picture: Picture[Diagram], expected: Diagram) -> bool:
    assert isinstance(picture.drawn, Diagram)
    assert picture.drawn == expected
    assert picture.reading == expected.reading
    return True


def test_the_head_view() -> None:
    options: dict[str, Any] = {"halves": "all", "special": "hidden"}
    more: dict[str, Any] = {"start": Choice((1,), 2.0), "labels": LABELS, "theme": DARK}
    picture = pictures.head_view(HUNGRY.attention, 1, **options, **more)
    assert drawn(picture, diagrams.head_view(HUNGRY.attention, 1, **options, **more))
    pd.testing.assert_frame_equal(picture.table(), frames.head_view.table(HUNGRY.attention, 1, **options))


def test_the_model_view() -> None:
    diagram = diagrams.model_view(HUNGRY.attention, labels=LABELS)
    for labels in (None, LABELS):
        picture = pictures.model_view(diagram, labels)
        assert drawn(picture, diagram)
        pd.testing.assert_frame_equal(picture.table(), diagrams.model_view_table(diagram, labels))


@pytest.mark.parametrize(
    ("expanded", "table"),
    [
        (True, lambda: frames.neuron_view.steps_table(HUNGRY.attention, 1, 1, 2, [0, 1, 2])),
        (False, lambda: frames.neuron_view.head_table(HUNGRY.attention, 1, 1, [0, 1, 2], [0, 1, 2])),
    ],
)
def test_the_neuron_view_has_the_numbers_that_are_shown(expanded: bool, table: Callable[[], pd.DataFrame]) -> None:
    options: dict[str, Any] = {"query_pos": 2, "expanded": expanded, "answers": 3, "theme": DARK}
    picture = pictures.neuron_view(HUNGRY.attention, 1, 1, **options)
    assert drawn(picture, diagrams.neuron_view(HUNGRY.attention, 1, 1, **options))
    pd.testing.assert_frame_equal(picture.table(), table())


def test_every_picture_is_here() -> None:
    assert {*CHARTS, "head_view", "model_view", "neuron_view", "Picture", "Table"} == set(pictures.__all__)
