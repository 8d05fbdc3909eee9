"""Every method on one scale of share, from evidence written by hand."""

from __future__ import annotations

import numpy as np

from attn_core import frames
from attn_core.frames.evidence import ALL, Chosen, chosen_mean, shares
from attn_core.measures.evidence import METHODS
from attn_core.records.attention import Float32
from attn_core.records.evidence import Evidence
from tests.support.evidence import BY_NAME, FOUR, HAND, evidence_of
from tests.support.hand_made import HUNGRY, effects_of, even, run_of

CUT = BY_NAME["cut"]


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


def test_chosen_layers_and_heads_are_no_prefix() -> None:
    found = named_shares(HAND, ([1], [1]))
    np.testing.assert_allclose(found["mean attention"], [0, 0.1 / 0.3, 0.2 / 0.3], atol=1e-6)
    np.testing.assert_allclose(named_shares(HAND, ([], [0]))["mean attention"], [0, 0.35 / 0.65, 0.3 / 0.65], atol=1e-6)
    np.testing.assert_allclose(chosen_mean(HUNGRY.last_query, [1], []), [0.6, 0.1, 0.3], atol=1e-6)
    np.testing.assert_allclose(chosen_mean(HUNGRY.last_query, [1, 0], [1]), [0.55, 0.15, 0.3], atol=1e-6)


def test_the_table_is_of_the_chosen_layers_and_heads() -> None:
    table = frames.evidence.table(HUNGRY, HAND, ([1], [0]))
    np.testing.assert_allclose(table["mean attention"], [0.5, 0.1, 0.4], atol=1e-6)
    np.testing.assert_allclose(table["value-weighted norms"], [0, 0.1, 1.2], atol=1e-6)
    np.testing.assert_allclose(table["attention rollout"], [0.5, 0.3, 0.2], atol=1e-6)
    np.testing.assert_allclose(table["cut: probability"], [0.5, 0.25, 0.75])
    np.testing.assert_allclose(table["cut: logit change"], np.log([1, 0.5, 1.5]), atol=1e-6)
    np.testing.assert_allclose(table["cut: KL in bits"], [0, 2.5, 2.5], atol=1e-6)
    assert table["token"].tolist() == ["<bos>", "hungry", "so"]


def test_columns_follow_the_methods() -> None:
    cells = frames.evidence.coordinates(HUNGRY, HAND)
    assert cells["column"].tolist() == [k for k in range(6) for _ in range(3)]
    assert cells["method"].tolist()[::3] == [method.name for method in METHODS]
    assert cells["title"].tolist()[::3] == [method.title for method in METHODS]
    assert cells["measured"].tolist()[::3] == [0, 0, 0, 0, 1, 1]
    assert cells["position"].tolist() == [0, 1, 2] * 6
    assert cells["token"].tolist()[:3] == ["<bos>", "hungry", "so"]
    assert cells["special"].tolist()[:3] == [1, 0, 0]
    bars = cells.set_index(["method", "position"])["bar"]
    assert bars["gradient × input", 2] == -0.25
    assert bars["removed", 2] == 0  # nothing was measured there


def test_the_predicting_position_is_always_named() -> None:
    run = run_of([f"w{i}" for i in range(200)], even(200))
    named = frames.evidence.coordinates(run, evidence_of(run))["named"].tolist()[:200]
    assert named[199] == 1
    assert sum(named) < 100


def test_names_stand_apart_where_there_are_many() -> None:
    """In a map of over 40 tokens, whose names stand upright, they are 20 pixels apart."""
    for n, most in ((40, 40), (50, 26)):
        run = run_of([f"w{i}" for i in range(n)], even(n))
        named = frames.evidence.coordinates(run, evidence_of(run))["named"].tolist()[:n]
        assert most * 0.6 < sum(named) <= most


def test_a_special_token_is_named_before_the_words_beside_it() -> None:
    run = run_of([*["a"] * 30, "<sep>", *["a"] * 69], even(100))
    named = frames.evidence.coordinates(run, evidence_of(run))["named"].tolist()
    assert named[30] == 1
    assert named[29] == named[31] == 0
