"""What attention shows beside what a cut does: shares, ranks and sentences by hand, and the whole on a real model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attn_core import capture, frames, readings
from attn_core.errors import PromptError
from attn_core.frames.evidence import ALL, Chosen, shares
from attn_core.measures.evidence import METHODS, gather, token_scores
from attn_core.measures.interventions import cut_edges
from attn_core.measures.predict import continuation
from attn_core.records.attention import Float32
from attn_core.records.evidence import ATTENTION, REMOVED, Evidence, Values, effects
from attn_core.records.tokens import NextToken
from attn_core.summaries.patterns import rollout
from tests.core.hand_made import HUNGRY, candidates, effects_of, even, evidence_of, run_of
from tests.core.test_capture import DECODERS, Tiny
from tests.core.test_interventions import SHORT

FOUR = run_of(
    ["<bos>", "a", "b", "c"],
    [[[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.4, 0.4, 0], [0.4, 0.3, 0.2, 0.1]]]],
)
"""Three words, which get .3 .2 .1."""


def array(*values: float) -> Float32:
    return np.array(values, dtype=np.float32)


BY_NAME = {method.name: method for method in METHODS}
CUT = BY_NAME["cut"]


def evidence_from(*values: Values) -> Evidence:
    """What the methods say, in their order."""
    return dict(zip(METHODS, values, strict=True))


HAND = evidence_from(
    HUNGRY.last_query,
    array(0.5, 0.3, 0.2),
    HUNGRY.last_query * array(0, 1, 3),
    array(9, 3, -1),
    effects_of(HUNGRY, [0.5, 0.25, 0.75]),
    effects_of(HUNGRY, [0.4, 0.05, np.nan]),
)


def named_shares(evidence: Evidence, chosen: Chosen = ALL) -> dict[str, Float32]:
    return {method.name: values for method, values in shares(HUNGRY, evidence, chosen).items()}


def test_shares_are_among_the_words() -> None:
    found = named_shares(HAND)
    np.testing.assert_allclose(found["mean attention"], [0, 0.25 / 0.55, 0.30 / 0.55], atol=1e-6)
    np.testing.assert_allclose(found["attention rollout"], [0, 0.6, 0.4], atol=1e-6)
    np.testing.assert_allclose(found["value-weighted norms"], [0, 0.25 / 1.15, 0.9 / 1.15], atol=1e-6)
    np.testing.assert_allclose(found["gradient × input"], [0, 0.75, -0.25], atol=1e-6)
    np.testing.assert_allclose(found["cut"], [0, 0.5, -0.5], atol=1e-6)  # of 50 %, 25 is half; 75 is a half more
    np.testing.assert_allclose(found["removed"], [0, 0.9, np.nan], atol=1e-6)


def test_chosen_layers_and_heads() -> None:
    found = named_shares(HAND, ([0], [1]))
    np.testing.assert_allclose(found["mean attention"], [0, 0.2 / 0.6, 0.4 / 0.6], atol=1e-6)
    np.testing.assert_allclose(found["value-weighted norms"], [0, 0.2 / 1.4, 1.2 / 1.4], atol=1e-6)
    np.testing.assert_allclose(found["attention rollout"], [0, 0.6, 0.4], atol=1e-6)


def test_a_gain_of_more_than_double_ends_the_scale() -> None:
    gains = {**HAND, CUT: effects_of(FOUR, [1, 1.5, 0.5])}
    np.testing.assert_allclose(named_shares(gains)["cut"], [0, -1, 0])


def test_cells_say_what_the_bars_are() -> None:
    cells = frames.evidence.coordinates(HUNGRY, HAND)
    assert len(cells) == len(METHODS) * 3
    said = cells.set_index(["method", "position"])["says"]
    assert said["mean attention", 1] == "45 % of what the words get"
    assert said["gradient × input", 2] == "−25 % of the push for and against it"
    assert said["removed", 1] == "food: 50 % → 5.0 %, KL 4.50 bits, logit −2.30"
    assert said["removed", 2] == "the prediction’s own place can’t be removed"
    assert set(cells.loc[cells["position"] == 0, "says"]) == {"left out"}
    assert not cells.loc[cells["position"] == 0, "bar"].any()


def test_the_table_is_what_was_computed() -> None:
    table = frames.evidence.table(HUNGRY, HAND)
    np.testing.assert_allclose(table["mean attention"], [0.45, 0.25, 0.30], atol=1e-6)
    np.testing.assert_allclose(table["gradient × input"], [9, 3, -1])
    np.testing.assert_allclose(table["removed: KL in bits"], [1, 4.5, np.nan], atol=1e-6)


@pytest.mark.parametrize(
    ("removed", "correlation"),
    [
        ([0.5, 0.1, 0.2, 0.3], 1),  # a is missed most, as it is looked at most
        ([0.5, 0.3, 0.2, 0.1], -1),
        ([0.5, 0.2, 0.1, 0.3], 0.5),  # ranks 3 2 1 against 2 3 1: 1 - 6 · 2 / (3 · 8)
    ],
)
def test_rank_correlation_of_a_layer(removed: list[float], correlation: float) -> None:
    np.testing.assert_allclose(
        frames.layer_correlation.correlations(FOUR, effects_of(FOUR, removed)), [correlation], atol=1e-6
    )


def test_two_words_have_no_rank_correlation() -> None:
    assert np.isnan(frames.layer_correlation.correlations(HUNGRY, effects(HAND, REMOVED))).all()
    assert "three words" in readings.layer_correlation(HUNGRY, effects(HAND, REMOVED))


def test_the_heads_that_join_two_tokens() -> None:
    off = effects_of(HUNGRY, array(0.4, 0.3, 0.2, 0.1).reshape(2, 2))
    table = frames.joining_heads.table(HUNGRY, off, 2, 1)
    assert list(table["head"]) == ["L0H0", "L0H1", "L1H0", "L1H1"]
    np.testing.assert_allclose(table["weight"], [60, 20, 10, 10], atol=1e-4)
    np.testing.assert_allclose(table["without"], [40, 30, 20, 10], atol=1e-4)
    assert readings.joining_heads(HUNGRY, off, 2, 1) == (
        "Head L0H0 looks hardest from ‘so’ at ‘hungry’ (60 % of its attention). Without it the probability of ‘food’"
        " falls from 50 % to 40 %."
    )
    assert frames.joining_heads.most_looked_at(HUNGRY, 2) == 2
    assert frames.joining_heads.most_looked_at(HUNGRY, 0) == 0


def test_a_map_of_heads_is_scaled_by_its_largest_change() -> None:
    cells = frames.heads_off.coordinates(effects_of(HUNGRY, array(0.1, 0.3, 0.5, 0.7).reshape(2, 2)))
    np.testing.assert_allclose(cells["shade"], [-1, -0.5, 0, 0.5], atol=1e-3)
    small = frames.heads_off.coordinates(effects_of(HUNGRY, array(0.5, 0.505, 0.5, 0.5).reshape(2, 2)))
    np.testing.assert_allclose(small["shade"], [0, 0.5, 0, 0], atol=1e-3)


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


@pytest.mark.parametrize("name", ["gemma3", "gpt2"])
def test_everything_of_a_real_model(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    run = capture(model, "Jide was hungry so she went")
    told: list[float] = []
    found = gather(model, run, layers=[0], heads=[1], progress=told.append)
    assert told
    assert told == sorted(told)
    assert told[-1] == 1
    patterns = np.stack([run.pattern(layer).mean(axis=0) for layer in range(run.n_layers)])
    np.testing.assert_allclose(found[BY_NAME["attention rollout"]], rollout(patterns)[run.predicting_pos], atol=1e-6)
    np.testing.assert_allclose(
        effects(found, CUT).probability, cut_edges(model, run, layers=[0], heads=[1]).probability, atol=1e-6
    )
    assert np.isnan(effects(found, REMOVED).probability[run.predicting_pos])
    with pytest.raises(TypeError, match="measures nothing"):
        effects(found, ATTENTION)
    with pytest.raises(PromptError):
        gather(tiny("bert"), capture(tiny("bert"), "the cat"))


def test_a_continuation_is_what_the_model_would_write(tiny: Tiny) -> None:
    model = tiny("gpt2")
    run = capture(model, " the cat sat")
    texts = continuation(model, run, 5)
    assert texts
    ids = list(run.input_ids)
    for text in texts:
        read = capture(model, text)
        assert read.input_ids[: len(ids)] == tuple(ids)
        assert len(read.input_ids) > len(ids)
        ids = list(read.input_ids)
    first = capture(model, texts[0])
    assert first.input_ids[len(run.input_ids)] == run.next_tokens[0].id
    assert len(continuation(model, run, 2)) <= 2


def test_a_continuation_ends_where_the_model_can_read_no_more(tiny: Tiny) -> None:
    model = tiny("gpt2")
    run = capture(model, " the cat sat")
    assert len(continuation(replace(model, n_ctx=len(run.input_ids) + 1), run)) <= 1
    assert continuation(replace(model, n_ctx=len(run.input_ids)), run) == ()


@pytest.mark.parametrize("name", DECODERS)
def test_every_method_scores_every_token(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    scores = token_scores(gather(tiny(name), run))
    assert list(scores) == list(BY_NAME)
    for method, values in scores.items():
        assert values.shape == (len(run.tokens),), method
        assert values.dtype == np.float32, method
        assert np.isfinite(values[:-1]).all(), method


def test_scores_are_the_methods_own_numbers() -> None:
    scores = token_scores(HAND)
    np.testing.assert_allclose(scores["mean attention"], [0.45, 0.25, 0.30], atol=1e-6)
    np.testing.assert_allclose(scores["value-weighted norms"], [0, 1.0, 3.6], atol=1e-6)  # the sum of four heads
    np.testing.assert_allclose(scores["gradient × input"], [9, 3, 1])
    np.testing.assert_allclose(scores["cut"], [0, 0.5, -0.5], atol=1e-6)
    np.testing.assert_allclose(scores["removed"], [0.2, 0.9, np.nan], atol=1e-6)
