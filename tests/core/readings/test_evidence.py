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
