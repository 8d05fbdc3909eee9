"""What the evidence says in words, from numbers written by hand."""

from __future__ import annotations

import numpy as np

from attn_core import readings
from attn_core.records.evidence import REMOVED
from attn_core.records.tokens import NextToken
from tests.support.evidence import FOUR, HAND, array, evidence_of
from tests.support.hand_made import HUNGRY, candidates, effects_of, even, run_of


def test_what_the_words_say() -> None:
    assert readings.evidence(HUNGRY, HAND) == (
        "‘hungry’ gets 45 % of the attention on words, and without it the probability of ‘food’ falls from 50 % to"
        " 5.0 %. The most attention, 55 %, is on ‘so’, the predicting token itself."
    )
    both = readings.evidence(HUNGRY, HAND, ([0], [0]))
    assert both.startswith("‘hungry’ gets 75 % of the attention on words of layer 0, head 0, and")
    assert both.endswith("It is the word with the most attention, too.")
    other = {**evidence_of(FOUR), REMOVED: effects_of(FOUR, [1, 0.5, 0.2, np.nan])}
    assert readings.evidence(FOUR, other).endswith("is on ‘a’: without that it stays at 50 %.")
    none = {**other, REMOVED: effects_of(FOUR, [1, 0.6, 0.5, np.nan])}
    assert readings.evidence(FOUR, none) == "Without any one word, ‘food’ would be as likely or likelier."
    alone = run_of(["<bos>"], even(1))
    assert readings.evidence(alone, evidence_of(alone)) == "There is no word to take away."


def test_what_the_heads_and_layers_say() -> None:
    off = effects_of(HUNGRY, array(0.1, 0.5, 0.495, 0.7).reshape(2, 2))
    assert readings.heads_off(off) == (
        "Without head L0H0 the probability of ‘food’ falls from 50 % to 10 %. 2 of 4 heads change it by less than one"
        " percentage point."
    )
    gain = effects_of(HUNGRY, array(0.6, 0.5, 0.5, 0.7).reshape(2, 2))
    assert readings.heads_off(gain).startswith("Without any one head, ‘food’ would be as likely or likelier.")
    assert readings.layer_correlation(FOUR, effects_of(FOUR, [0.5, 0.3, 0.2, 0.1])).startswith("Layer 0 can be")
    food, water = candidates("food", "water")
    late = NextToken(0, "food", " food", 0.9)
    assert readings.logit_lens([(water, food), (food, water), (late, water)]) == (
        "‘food’ is the first choice from layer 1 on (50 % there, 90 % at the end)."
    )
    assert "only after the last layer" in readings.logit_lens([(water, food), (late, water)])


def test_the_most_and_the_least_believable_layer() -> None:
    rows = np.array([[0.4, 0.3, 0.2, 0.1], [0.4, 0.1, 0.2, 0.3], [0.4, 0.2, 0.3, 0.1]], dtype=np.float32)
    run = run_of(["<bos>", "a", "b", "c"], np.tile(rows[:, None, None], (1, 1, 4, 1)))
    removed = effects_of(run, [0.5, 0.1, 0.2, 0.3])  # a is missed most, then b, then c
    assert readings.layer_correlation(run, removed) == (
        "Layer 0 can be believed most here: its attention ranks the words most as taking them away does (rank"
        " correlation 1.00); layer 1 least (−1.00, the other way round). 1 is the same order, 0 no relation."
    )
    alike = run_of(["<bos>", "a", "b", "c"], np.tile(rows[[0, 2]][:, None, None], (1, 1, 4, 1)))
    assert readings.layer_correlation(alike, removed).endswith(
        "layer 1 least (0.50). 1 is the same order, 0 no relation."
    )
    assert readings.layer_correlation(FOUR, effects_of(FOUR, [0.5, 0.1, 0.2, 0.3])).endswith("(rank correlation 1.00).")


def test_heads_that_hardly_matter_are_those_of_a_small_change_either_way() -> None:
    off = effects_of(HUNGRY, array(0.495, 0.505, 0.3, 0.9).reshape(2, 2))
    assert readings.heads_off(off) == (
        "Without head L1H0 the probability of ‘food’ falls from 50 % to 30 %. 2 of 4 heads change it by less than one"
        " percentage point."
    )
    same = effects_of(HUNGRY, array(0.5, 0.5).reshape(1, 2))
    assert readings.heads_off(same).startswith("Without any one head, ‘food’ would be as likely or likelier.")


def test_joining_heads_of_an_earlier_position() -> None:
    off = effects_of(HUNGRY, array(0.4, 0.3, 0.7, 0.1).reshape(2, 2))
    assert readings.joining_heads(HUNGRY, off, 1, 0) == (
        "Head L1H0 looks hardest from ‘hungry’ at ‘<bos>’ (90 % of its attention). Without it the probability of ‘food’"
        " rises from 50 % to 70 %."
    )
    assert readings.joining_heads(HUNGRY, off, 0, 2) == "No head looks from ‘<bos>’ at ‘so’."


def test_the_lens_goes_by_the_token_and_not_by_its_label() -> None:
    food, water = candidates("food", "water")
    twin = NextToken(9, "food", "food", 0.5)  # without the space before
    late = NextToken(0, "food", " food", 0.9)
    assert readings.logit_lens([(twin, water), (food, water), (late, water)]) == (
        "‘food’ is the first choice from layer 1 on (50 % there, 90 % at the end)."
    )
    assert readings.logit_lens([(food, water), (late, water)]).startswith("‘food’ is the first choice from layer 0 on")
    again = [(food, water), (water, food), (late, water)]  # it was first once, and lost
    assert readings.logit_lens(again) == "‘food’ is the first choice only after the last layer (90 % there)."


def test_chosen_layers_and_heads_are_said_in_order() -> None:
    assert readings.evidence(HUNGRY, HAND, ([1, 0], [1, 0])).startswith(
        "‘hungry’ gets 45 % of the attention on words of layers 0 and 1, heads 0 and 1, and"
    )
    assert " of the attention on words of head 1, and" in readings.evidence(HUNGRY, HAND, ([], [1]))


def test_a_word_whose_removal_changes_nothing_is_not_needed() -> None:
    none = {**evidence_of(FOUR), REMOVED: effects_of(FOUR, [0.5, 0.5, 0.5, np.nan])}
    assert readings.evidence(FOUR, none) == "Without any one word, ‘food’ would be as likely or likelier."
