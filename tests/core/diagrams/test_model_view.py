"""The model view of patterns written by hand: what travels, what it says, and its table."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from attn_core import capture, diagrams, load_model
from attn_core.charts.theme import DARK, LIGHT
from attn_core.diagrams import Diagram, model_view_table
from attn_core.diagrams.diagram import script
from attn_core.diagrams.model_view import LEVELS, LINES_UP_TO, SIDE
from attn_core.records.attention import Attention, Float32
from tests.support.hand_made import HUNGRY, attention_of, even, retokened, run_of


def levels(drawn: Diagram) -> np.ndarray:
    """What the browser unpacks: [layer, head, row, column], 0 to LEVELS."""
    data = drawn.data
    raw = np.frombuffer(zlib.decompress(base64.b64decode(data["levels"])), dtype=np.uint8)
    return raw.reshape(data["layers"], data["heads"], *data["shape"])


def figure(drawn: Diagram, name: str) -> np.ndarray:
    return np.array(next(f["values"] for f in drawn.data["figures"] if f["name"] == name), dtype=float)


def pair_of(labels: Sequence[str], segments: Sequence[int], pattern: Float32) -> Attention:
    """An encoder's attention on two texts, one layer and head."""
    run = run_of(labels, pattern[None, None], kind="encoder", predicting_pos=0)
    tokens = [replace(token, segment=segment) for token, segment in zip(run.token_info, segments, strict=True)]
    return retokened(run.attention, tokens)


PAIR = pair_of(
    ["[CLS]", "a", "[SEP]", "b", "[SEP]"],
    [0, 0, 0, 1, 1],
    np.tile(np.array([0.1, 0.2, 0.3, 0.15, 0.25], dtype=np.float32), (5, 1)),
)


def test_a_level_is_the_root_of_the_weight() -> None:
    drawn = diagrams.model_view(HUNGRY.attention)
    found = levels(drawn)
    assert drawn.data["lines"]
    assert found.shape == (2, 2, 3, 3)
    expected = np.rint(np.sqrt(np.array([[1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2]])) * LEVELS)
    assert (found[0, 0] == expected).all()


def test_shares_under_one_percent_are_not_drawn() -> None:
    weights = np.array([[1, 0, 0], [0.991, 0.009, 0], [0.978, 0.011, 0.011]], dtype=np.float32)
    drawn = diagrams.model_view(run_of(["<bos>", "a", "b"], weights[None, None]).attention)
    assert (levels(drawn)[0, 0] > 0).tolist() == [[True, False, False], [True, False, False], [True, True, True]]


def test_the_figures_are_means_over_the_words_that_look() -> None:
    drawn = diagrams.model_view(HUNGRY.attention)
    # Rows 1 and 2 of each head: <bos> itself is no word, and what precedes row 1 is <bos>, not a word.
    assert figure(drawn, "on <bos>") == pytest.approx(np.array([[0.35, 0.575], [0.7, 0.7]]))
    assert figure(drawn, "on the previous token") == pytest.approx(np.array([[0.6, 0.2], [0.1, 0.1]]))
    # Without <bos> row 1 looks at itself alone, row 2 of head L0H0 at .75 and .25.
    assert figure(drawn, "mean distance")[0] == pytest.approx([0.75 / 2, (1 / 3) / 2], abs=1e-4)
    by_hand = -(0.2 * np.log2(0.2) * 2 + 0.6 * np.log2(0.6))
    assert figure(drawn, "entropy")[0, 0] == pytest.approx((1 + by_hand) / 2, abs=1e-4)


def test_the_reading_says_what_most_heads_do_and_which_stand_out() -> None:
    reading = diagrams.model_view(HUNGRY.attention).reading
    assert reading.startswith("2 layers with 2 heads each. Most heads rest on <bos>: 3 of 4 give it more than half")
    assert "L0H0 looks most at the previous token (60 %)" in reading
    assert "L1H0 looks farthest" not in reading
    assert reading.endswith("bits).")


@pytest.mark.parametrize(
    ("on_bos", "said"),
    [
        ([0.4, 0.4, 0.4], "No head gives <bos> more than half of its attention."),
        ([0.6, 0.4, 0.4], "1 of 3 heads rests on <bos>,"),
        ([0.6, 0.6, 0.4], "Most heads rest on <bos>: 2 of 3 give it"),
        ([0.6, 0.6, 0.6], "Every head rests on <bos>,"),
    ],
)
def test_the_reading_counts_the_heads_that_rest_on_bos(on_bos: list[float], said: str) -> None:
    patterns = [[[[1.0, 0.0], [share, 1 - share]] for share in on_bos]]
    assert said in diagrams.model_view(run_of(["<bos>", "a"], patterns).attention).reading


def test_without_marks_there_is_no_word_of_them() -> None:
    drawn = diagrams.model_view(run_of(["a", "b"], even(2)).attention)
    assert [f["name"] for f in drawn.data["figures"]] == ["on the previous token", "mean distance", "entropy"]
    assert "1 layer with 1 head. L0H0 looks most" in drawn.reading
    assert "grey" not in drawn.data["note"]


def test_one_token_has_no_previous_one() -> None:
    drawn = diagrams.model_view(run_of(["a"], even(1)).attention)
    assert figure(drawn, "on the previous token").tolist() == [[pytest.approx(np.nan, nan_ok=True)]]
    assert "previous" not in drawn.reading
    assert model_view_table(drawn)["on the previous token"].isna().all()
    json.dumps(drawn.data, allow_nan=False)


def test_marks_are_dimmed_hidden_or_shown() -> None:
    dimmed, hidden, shown = (diagrams.model_view(PAIR, special=m) for m in ("grey", "hidden", "shown"))
    assert dimmed.data["keyMarks"] == dimmed.data["queryMarks"] == [1, 0, 1, 0, 1]
    assert shown.data["keyMarks"] == [0] * 5
    assert levels(hidden).shape == (1, 1, 2, 2)
    # Left out, not rescaled: a small share stays small.
    assert levels(hidden)[0, 0, 0].tolist() == np.rint(np.sqrt([0.2, 0.15]) * LEVELS).tolist()
    assert "[CLS] and [SEP] are grey" in dimmed.data["note"]
    assert "[CLS] and [SEP] are left out" in hidden.data["note"]
    assert "[SEP]" not in shown.data["note"]


def test_halves_of_a_pair() -> None:
    drawn = diagrams.model_view(PAIR, halves="A→B")
    assert drawn.data["shape"] == [3, 2]
    assert levels(drawn)[0, 0, 0].tolist() == np.rint(np.sqrt([0.15, 0.25]) * LEVELS).tolist()
    assert figure(drawn, "on text B") == pytest.approx(0.15)
    assert "1 head, where text A looks at text B." in drawn.reading
    assert "L0H0 puts most on text B (15 %)" in drawn.reading
    assert diagrams.model_view(PAIR, halves="B→A").data["shape"] == [2, 3]


def test_queries_and_keys_of_different_texts() -> None:
    patterns = [[[[0.5, 0.5, 0], [0.25, 0.25, 0.5]]]]
    cross = attention_of(PAIR.query_tokens[1:3], PAIR.key_tokens[1:4], patterns)
    drawn = diagrams.model_view(cross)
    assert drawn.data["shape"] == [2, 3]
    assert [f["name"] for f in drawn.data["figures"]] == ["on [SEP]", "entropy"]
    assert "previous" not in drawn.reading


def test_a_long_text_is_a_map_of_largest_weights() -> None:
    n = 4 * SIDE + 1
    weights = np.zeros((n, n), dtype=np.float32)
    weights[:, 0] = 0.96
    weights[np.arange(n), np.maximum(np.arange(n) - 1, 0)] += 0.04  # the token before
    drawn = diagrams.model_view(run_of(["<bos>", *["a"] * (n - 1)], weights[None, None]).attention)
    found = levels(drawn)[0, 0]
    assert not drawn.data["lines"]
    assert found.shape == (SIDE + 1, SIDE + 1)
    assert drawn.data["keyMarks"] == [1, *[0] * SIDE]  # <bos> stands alone, however many others share a point
    assert (found[1:, 0] == 15).all()
    assert (np.diagonal(found)[1:] == 3).all()  # pooled by the largest: a mean would be under 1 %
    assert "4 × 4 tokens" in drawn.data["note"]


def test_lines_end_where_they_would_be_too_many() -> None:
    assert diagrams.model_view(run_of(["a"] * LINES_UP_TO, even(LINES_UP_TO)).attention).data["lines"]
    longer = diagrams.model_view(run_of(["a"] * (LINES_UP_TO + 1), even(LINES_UP_TO + 1)).attention)
    assert not longer.data["lines"]
    assert "drawn as a map because the text is long" in longer.data["note"]


def test_the_table_has_one_row_a_head() -> None:
    rows = model_view_table(diagrams.model_view(HUNGRY.attention))
    assert list(rows.columns) == [
        "layer", "head", "on <bos>", "on the previous token", "mean distance (tokens)", "entropy (bits)",
    ]  # fmt: skip
    assert rows[["layer", "head"]].to_numpy().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert rows["on <bos>"].tolist() == pytest.approx([0.35, 0.575, 0.7, 0.7])


def test_the_same_run_gives_the_same_picture_in_both_themes() -> None:
    light, again, dark = (diagrams.model_view(HUNGRY.attention, theme=theme).data for theme in (LIGHT, LIGHT, DARK))
    assert light == again
    assert light["theme"] != dark.pop("theme")
    assert {**light, "theme": None} == {**dark, "theme": None}


@pytest.mark.parametrize("text", ["Hi", "[SEP] [CLS]", "🙂 شكرا 你好 </script>"])
def test_any_text_an_encoder_reads_is_drawn_whatever_is_left_out(text: str) -> None:
    run = capture(load_model("story-pair"), text, text)
    for halves in ("all", "A→B"):
        drawn = diagrams.model_view(run.attention, halves=halves, special="hidden")
        json.dumps(drawn.data, allow_nan=False)
        assert drawn.reading


def test_twelve_by_twelve_heads_of_fifty_tokens_are_light() -> None:
    rng = np.random.default_rng(0)
    noise: Any = np.exp(rng.normal(size=(12, 12, 50, 50)) * 2)
    weights = (noise / noise.sum(-1, keepdims=True)).astype(np.float32)
    drawn = diagrams.model_view(run_of(["w"] * 50, weights, kind="encoder").attention)
    assert len(json.dumps(drawn.data)) + len(script("model_view")) < 300_000
