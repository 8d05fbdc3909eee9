"""How a prompt compares with everyday passages: percentiles, the chance that a prediction fits, and the steps."""

from __future__ import annotations

import numpy as np
import pytest

from attn_core.records.familiarity import Passage, Reference, UnknownWord
from attn_core.summaries.familiarity import AT_HOME, LOST, UNUSUAL, expected_fit, known, percentile, step_of

FOUR = Reference(tuple(Passage(f"passage {bits}", (bits, bits), 0.5, bits < 5) for bits in (2.0, 4.0, 6.0, 8.0)))
WORD = UnknownWord("hungy", (9, 14), 3)


def drawn(count: int, seed: int = 0) -> Reference:
    """Passages in which the first choice fits the more often the less they surprise and the surer it is."""
    rng = np.random.default_rng(seed)
    passages = []
    for number in range(count):
        ease, sure = rng.normal(size=2)
        bits = tuple(float(each) for each in np.exp(2 - ease / 2 + rng.normal(size=8) / 10))
        hit = rng.random() < 1 / (1 + np.exp(-2 * ease - 2 * sure))
        passages.append(Passage(f"passage {number}", bits, float(1 / (1 + np.exp(-sure))), bool(hit)))
    return Reference(tuple(passages))


@pytest.mark.parametrize(
    ("bits", "expected"), [((1,), 0), ((2,), 12.5), ((5,), 50), ((4, 6), 50), ((8, 8, 8), 87.5), ((9,), 100)]
)
def test_percentiles_by_hand(bits: tuple[float, ...], expected: float) -> None:
    assert percentile(FOUR, bits) == expected


def test_a_prompt_is_compared_with_as_many_words_of_each_passage() -> None:
    falling = Reference(tuple(Passage("", (first, 0.0), 0.5, True) for first in (4.0, 8.0)))
    assert percentile(falling, (3.0,)) == 0  # the first words alone: 4 and 8
    assert percentile(falling, (3.0, 3.0)) == 50  # means of two words: 2 and 4
    assert percentile(falling, (3.0, 3.0, 3.0)) == 50  # a short passage keeps its mean


def test_percentiles_rise_with_surprise() -> None:
    found = [percentile(drawn(60), (bits,) * 5) for bits in np.linspace(0.1, 60, 40)]
    known = [share for share in found if share is not None]
    assert known == found == sorted(known)
    assert (found[0], found[-1]) == (0, 100)


def test_without_words_there_is_no_percentile() -> None:
    assert percentile(FOUR, ()) is None
    blank = Reference((Passage("a", (), 0.5, True), Passage("b", (), 0.4, False)))
    assert percentile(blank, (3.0,)) is None
    assert 0 < expected_fit(blank, (3.0,), 0.4) < 1


def test_the_chance_is_calibrated_on_passages_that_it_was_not_fitted_to() -> None:
    reference, others = drawn(800), drawn(2000, seed=1)
    expected = np.array([expected_fit(reference, p.word_bits, p.top_probability) for p in others.passages])
    hits = np.array([p.hit for p in others.passages])
    for low, high in ((0, LOST), (LOST, AT_HOME), (AT_HOME, 1)):
        some = (low <= expected) & (expected < high)
        assert hits[some].mean() == pytest.approx(expected[some].mean(), abs=0.08)


def test_the_chance_falls_with_surprise_and_rises_with_sureness() -> None:
    reference = drawn(100)
    surprised = [expected_fit(reference, (bits,) * 4, 0.5) for bits in np.linspace(0.1, 60, 20)]
    assert surprised == sorted(surprised, reverse=True)
    sure = [expected_fit(reference, (8.0,) * 4, probability) for probability in np.linspace(0, 1, 20)]
    assert sure == sorted(sure)


def test_a_slope_of_the_wrong_sign_counts_nothing() -> None:
    against = Reference(tuple(Passage("", (bits,), 0.5, bits > 5) for bits in (2.0, 4.0, 6.0, 8.0)))
    assert expected_fit(against, (1.0,), 0.5) == pytest.approx(expected_fit(against, (20.0,), 0.5))


@pytest.mark.parametrize("hit", [True, False])
def test_passages_that_all_go_alike_give_no_certainty(hit: bool) -> None:
    alike = Reference(tuple(Passage("", (4.0,), 0.5, hit) for _ in range(18)))
    assert expected_fit(alike, (4.0,), 0.5) == pytest.approx(19 / 20 if hit else 1 / 20, abs=1e-6)


@pytest.mark.parametrize(
    ("fits", "unusual", "unknown", "expected"),
    [
        (AT_HOME, 50, (), "at home"),
        (0.99, None, (), "at home"),
        (0.99, UNUSUAL, (), "unsure"),
        (0.99, 100, (), "lost"),
        (0.99, 10, (WORD,), "unsure"),
        (0.99, 10, (WORD,) * 5, "lost"),
        (0.4, 50, (), "unsure"),
        (LOST - 0.01, 10, (), "lost"),
        (float("nan"), None, (), "lost"),
    ],
)
def test_steps(fits: float, unusual: float | None, unknown: tuple[UnknownWord, ...], expected: str) -> None:
    assert step_of(fits, unusual, unknown, 8) == expected


def test_a_prompt_that_is_known_is_one_that_the_model_gets_right_at_home() -> None:
    reference = drawn(100)
    found = known(reference)
    assert 0 < len(found) < 100
    for passage in reference.passages:
        fits = expected_fit(reference, passage.word_bits, passage.top_probability)
        if passage.prompt in found:
            assert passage.hit
            assert fits >= AT_HOME
