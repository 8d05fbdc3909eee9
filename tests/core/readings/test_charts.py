"""Readings: true of hand-made numbers, for every kind of run, and plain text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attn_core import Look, frames, readings
from tests.support.hand_made import BLANK, HUNGRY, TWO_SENTENCES, WINDOW, candidates, even, run_of

ONE_TOKEN = run_of(["hi"], even(1))
NO_BOS = run_of(["hi", "you"], even(2))


def test_one_layer() -> None:
    assert readings.next_token_lines(HUNGRY, [0]) == (
        "In layer 0: the prediction ‘food’ looks most at ‘hungry’ (40 %), then ‘so’ (30 %); <bos> takes 30 %."
    )


def test_several_layers_name_the_heaviest() -> None:
    assert readings.next_token_lines(HUNGRY, [1, 0]).startswith("Strongest in layer 0: the prediction ‘food’")


def test_one_head() -> None:
    assert readings.next_token_lines(HUNGRY, [1], Look(head=1)) == (
        "In head L1H1: the prediction ‘food’ looks most at ‘so’ (20 %), then ‘hungry’ (10 %); <bos> takes 70 %."
    )


def test_the_largest_over_heads_is_no_share() -> None:
    assert readings.next_token_lines(HUNGRY, [0], Look(head="max")) == (
        "In layer 0: the prediction ‘food’ has a head that puts 60 % on ‘hungry’; next is ‘so’, with up to 40 %;"
        " <bos> takes up to 40 %."
    )
    hidden = readings.next_token_lines(HUNGRY, [0], Look(head="max", special="hidden"))
    assert "has a head that puts 75 % of its attention not on <bos> on ‘hungry’" in hidden


def test_hidden_sink_says_of_what() -> None:
    assert readings.shaded_text(HUNGRY, 0, Look(special="hidden")) == (
        "In layer 0: the prediction ‘food’, of the attention not on <bos>, looks most at ‘hungry’ (57 %), then ‘so’"
        " (43 %); <bos> takes 30 %."
    )


def test_earlier_positions() -> None:
    assert "the prediction after ‘hungry’ has one token to look at: ‘hungry’ (38 %)" in readings.shaded_text(
        HUNGRY, 0, Look(query_pos=1)
    )
    assert "the prediction ‘so’ after ‘hungry’" in readings.shaded_text(HUNGRY, 0, Look(query_pos=1, predicted="so"))
    for special in ("grey", "hidden"):
        said = readings.shaded_text(HUNGRY, 0, Look(query_pos=0, special=special))
        assert said == "In layer 0: the prediction after ‘<bos>’ looks at nothing but <bos>."
    assert readings.next_token_lines(HUNGRY, [0, 1], Look(query_pos=0)).startswith(
        "In every layer: the prediction after"
    )


def test_few_and_equal_tokens_have_no_most() -> None:
    assert "one token to look at: ‘hi’ (100 %)" in readings.shaded_text(ONE_TOKEN, 0)
    assert "looks equally at ‘hi’ and ‘you’ (50 % each)" in readings.shaded_text(NO_BOS, 0)
    assert "looks equally at all 6 tokens (17 % each)" in readings.shaded_text(run_of(list("abcdef"), even(6)), 0)
    some = run_of(list("abc"), np.array([[[[1, 0, 0], [0.5, 0.5, 0], [0.4, 0.4, 0.2]]]], dtype=np.float32))
    assert "looks most, and equally, at ‘a’ and ‘b’ (40 % each)" in readings.shaded_text(some, 0)


def test_encoder() -> None:
    assert readings.shaded_text(BLANK, 0) == (
        "In layer 0: the prediction ‘cat’ for ‘[MASK]’ looks most at ‘sat’ (35 %), then ‘[MASK]’ (20 %);"
        " [CLS] and [SEP] take 35 %."
    )
    assert "‘sat’ looks most at ‘sat’" in readings.shaded_text(BLANK, 0, Look(query_pos=3))


def test_a_sliding_window_is_said() -> None:
    assert readings.shaded_text(WINDOW, 0) == (
        "In layer 0: the prediction ‘food’ looks most at ‘b’ (70 %), then ‘c’ (30 %); the first 2 tokens are out of"
        " this layer’s sight."
    )
    assert "sight" not in readings.shaded_text(WINDOW, 1)


def test_heat_map_tells_what_bos_takes_over_all_layers() -> None:
    said = readings.layer_heatmap(HUNGRY)
    assert said.startswith("Strongest in layer 0: the prediction ‘food’ looks most at ‘hungry’ (40 %)")
    assert said.endswith("Over all layers <bos> takes 30 % to 60 %.")
    assert readings.layer_heatmap(HUNGRY, Look(head="max")).endswith("Over all layers <bos> takes up to 70 %.")
    assert readings.layer_heatmap(NO_BOS).endswith("(50 % each).")


def test_all_weights() -> None:
    assert readings.all_weights(HUNGRY, [0, 1]) == (
        "The strongest link between two tokens is in layer 0: ‘so’ looks at ‘hungry’ with 40 % of its attention."
        " The strong lines are those of ‘so’."
    )
    assert readings.all_weights(ONE_TOKEN, [0]).startswith("No word looks at another word.")
    assert "60 % of one head’s attention." in readings.all_weights(HUNGRY, [0], Look(head="max"))
    assert "of its attention not on <bos>." in readings.all_weights(HUNGRY, [0], Look(special="hidden"))


def test_what_is_hidden_is_said() -> None:
    run = run_of([f"w{i}" for i in range(200)], even(200))
    assert readings.next_token_lines(run, [0]).endswith("Lines under 1 % are hidden: 100 % of the attention.")
    assert "hidden" not in readings.next_token_lines(HUNGRY, [0])
    faint = run_of(["a", "b", "c"], np.array([[[[1, 0, 0], [0.5, 0.5, 0], [0.006, 0.006, 0.988]]]], dtype=np.float32))
    assert "Lines under 1 % are hidden: <1 % of the attention." in readings.all_weights(faint, [0])
    assert "Lines under 1 % are hidden. " in readings.all_weights(faint, [0], Look(head="max"))


def test_bars() -> None:
    assert readings.next_token_bars(candidates("food", "water", "tea")) == (
        "The likeliest token is ‘food’ (50 %), then ‘water’ (25 %); the 3 shown hold 88 % of the probability."
    )
    assert readings.next_token_bars(candidates("food")) == "The likeliest token is ‘food’ (50 %)."
    assert readings.next_token_bars([]) == "There is no prediction here."


@pytest.mark.parametrize("run", [HUNGRY, BLANK, TWO_SENTENCES, WINDOW, ONE_TOKEN, NO_BOS])
@pytest.mark.parametrize("head", ["mean", "max", 0])
@pytest.mark.parametrize("special", ["grey", "hidden"])
def test_every_reading_of_every_run_is_sentences(run, head, special) -> None:  # type: ignore[no-untyped-def]
    layers = range(run.n_layers)
    look = Look(head, special)
    table = frames.layer_table.table(run, head)
    for said in (
        readings.next_token_lines(run, layers, look),
        readings.all_weights(run, layers, look),
        readings.layer_heatmap(run, look),
        readings.next_token_bars(run.next_tokens),
        readings.shaded_text(run, 0, look),
        readings.sentence_shares(run, head=head),
        readings.sentence_matrix(run, 0, head=head),
        readings.layer_table(run, table),
    ):
        assert said[0].isupper()
        assert said.endswith(".")
        assert "nan" not in said
        assert "  " not in said


def test_labels_stay_plain_text() -> None:
    run = run_of(["**bold**", "x" * 200], even(2), predicts=["</b>"])
    said = readings.next_token_lines(run, [0])
    assert "‘**bold**’" in said
    assert "‘</b>’" in said
    assert len(said) < 200


def test_the_heaviest_of_chosen_layers_has_its_own_number() -> None:
    assert readings.next_token_lines(HUNGRY, [1, 0]).startswith("Strongest in layer 0: ")
    last = run_of(["a", "b"], [[[[1, 0], [0.5, 0.5]]], [[[1, 0], [0.5, 0.5]]], [[[1, 0], [0.2, 0.8]]]])
    assert readings.next_token_lines(last, [1, 2]).startswith("Strongest in layer 2: ")
    assert "in layer 2: ‘b’ looks at ‘a’ with 50 %" not in readings.all_weights(last, [2])
    assert "link between two tokens is in layer 1: ‘b’ looks at ‘a’ with 50 %" in readings.all_weights(last, [2, 1])
    assert "link between two tokens is in layer 0: ‘so’ looks at ‘hungry’" in readings.all_weights(HUNGRY, [1, 0])


def test_several_special_tokens_take() -> None:
    two = run_of(list(BLANK.tokens), np.repeat(BLANK.pattern(0)[None], 2, axis=0), kind="encoder", predicting_pos=2)
    assert readings.layer_heatmap(two).endswith("Over all layers [CLS] and [SEP] take 35 %.")


def test_a_special_token_is_no_end_of_a_link() -> None:
    rows = [[[[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.9, 0.05, 0.05]]]]
    run = run_of(["[CLS]", "a", "b"], rows, kind="encoder")
    assert "‘a’ looks at ‘b’ with 10 % of its attention." in readings.all_weights(run, [0])


def test_the_bars_that_are_shown_are_counted() -> None:
    few = [replace(candidate, probability=0.7) for candidate in candidates("a", "b")]
    assert readings.next_token_bars(few).endswith("the 2 shown hold 100 % of the probability.")  # never more
    even_ones = [replace(candidates("a")[0], probability=0.01) for _ in range(12)]
    assert readings.next_token_bars(even_ones).endswith("the 10 shown hold 10 % of the probability.")


def test_the_hidden_share_is_of_all_that_is_drawn() -> None:
    run = run_of(["a", "b", "c"], [[[[1, 0, 0], [0.5, 0.5, 0], [0.006, 0.006, 0.988]]]])
    assert readings.all_weights(run, [0]).count("Lines under 1 % are hidden: <1 % of the attention.") == 1
    small = run_of(["a", "b"], [[[[1, 0], [0.009, 0.991]]]])
    assert "Lines under 1 % are hidden: <1 % of the attention." in readings.all_weights(small, [0])
