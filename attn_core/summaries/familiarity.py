"""How a prompt's surprise and sureness compare with everyday passages, and what these let expect of the prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from attn_core.records.familiarity import Reference, Step, UnknownWord

Float64 = npt.NDArray[np.float64]
AT_HOME = 0.5  # the first choice fits at least every second time
LOST = 0.25  # it fits less often than every fourth time: at most half as often as at home
UNUSUAL = 95.0  # the percentile of surprise from which no prompt counts as at home
_RIDGE = 1.0  # of the slopes, in standard deviations: two dozen passages must not be fitted to the letter
_STEPS = 25  # of Newton's method, which needs about six


def percentile(reference: Reference, word_bits: Sequence[float]) -> float | None:
    """How many of 100 passages surprise the model less in their first words, as many as the prompt has; 0 to 100.

    Equal ones count half. None where there are no words to compare.
    """
    means = _means(reference)
    if not word_bits or not means.size:
        return None
    mean = float(np.mean(word_bits))
    others = means[:, min(len(word_bits), means.shape[1]) - 1]
    return 100 * float(((others < mean) + 0.5 * (others == mean)).mean())


def expected_fit(reference: Reference, word_bits: Sequence[float], top_probability: float) -> float:
    """Chance, 0 to 1, that the first choice fits, as it does in passages of like surprise and sureness.

    A logistic regression on the passages' own hits (Cox 1958): more surprise never raises the chance, and more sureness
    never lowers it. One hit and one miss more than were seen keep few passages from certainty (Laplace's rule).
    """
    means, fitted = _means(reference), _fitted(reference)
    case = [_log_odds(np.array([top_probability]))]
    if means.size:
        case.append(_ease(means, [word_bits]))
    return float(_chance(fitted.weights[0] + fitted.scaled(np.array(case).T) @ fitted.weights[1:])[0])


def step_of(fits: float, percentile: float | None, unknown: Sequence[UnknownWord], n_words: int) -> Step:
    """The step of a prompt; `unknown` are words that were never taught, of `n_words` in all.

    What surprises the model more than every passage, and what is mostly new words, is lost whatever the prediction.
    """
    if not fits >= LOST or percentile == 100 or 2 * len(unknown) > n_words:
        return "lost"
    unusual = percentile is not None and percentile >= UNUSUAL
    return "unsure" if fits < AT_HOME or unusual or unknown else "at home"


def known(reference: Reference) -> list[str]:
    """The passages that the model is at home in and gets right."""
    found = []
    for passage in reference.passages:
        unusual = percentile(reference, passage.word_bits)
        fits = expected_fit(reference, passage.word_bits, passage.top_probability)
        if passage.hit and step_of(fits, unusual, (), len(passage.word_bits)) == "at home":
            found.append(passage.prompt)
    return found


@lru_cache(maxsize=4)
def _means(reference: Reference) -> Float64:
    """Mean surprise of each passage up to each word, [passage, word]; a short one keeps its last mean.

    Empty where the model reads no next word.
    """
    read = [passage.word_bits for passage in reference.passages if passage.word_bits]
    if not read:
        return np.empty((0, 0))
    longest = max(map(len, read))
    means = [np.cumsum(bits) / np.arange(1, len(bits) + 1) for bits in read]
    return np.array([np.pad(row, (0, longest - len(row)), mode="edge") for row in means])


def _ease(means: Float64, texts: Sequence[Sequence[float]]) -> Float64:
    """How little texts surprise, [text]: standard deviations of the log, beside passages of their length.

    0 for a text without words.
    """
    logs = np.log(np.maximum(means, 1e-3))
    middle, spread = logs.mean(axis=0), np.maximum(logs.std(axis=0), 1e-6)
    columns = [min(len(bits), means.shape[1]) - 1 for bits in texts]
    mine = [
        np.log(max(float(np.mean(bits)), 1e-3)) if bits else middle[at] for bits, at in zip(texts, columns, strict=True)
    ]
    return np.array((middle[columns] - mine) / spread[columns])


def _log_odds(probability: Float64) -> Float64:
    kept = np.clip(probability, 1e-4, 1 - 1e-4)
    odds: Float64 = np.log(kept / (1 - kept))
    return odds


@dataclass(frozen=True, eq=False)
class _Fit:
    """A logistic regression: the columns' middle and spread, and the weights [1 + column] of what is scaled by them."""

    middle: Float64
    spread: Float64
    weights: Float64

    def scaled(self, cases: Float64) -> Float64:
        """Cases [case, column] in standard deviations of the passages."""
        return np.asarray((cases - self.middle) / self.spread)


@lru_cache(maxsize=4)
def _fitted(reference: Reference) -> _Fit:
    """Hits of the passages by their sureness and, where there are words, their ease; neither lowers the chance."""
    passages, means = reference.passages, _means(reference)
    columns = [_log_odds(np.array([passage.top_probability for passage in passages]))]
    if means.size:
        columns.append(_ease(means, [passage.word_bits for passage in passages]))
    seen = np.array(columns).T
    middle, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-6)
    cases = np.vstack([(seen - middle) / spread, np.zeros((2, len(columns)))])
    hits = np.array([*(passage.hit for passage in passages), False, True], dtype=np.float64)
    used = list(range(len(columns)))
    while True:
        found = _regression(cases[:, used], hits)
        falling = [column for column, weight in zip(used, found[1:], strict=True) if weight < 0]
        if not falling:
            break
        used = [column for column in used if column not in falling]
    weights = np.zeros(1 + len(columns))
    weights[[0, *(1 + column for column in used)]] = found
    return _Fit(middle, spread, weights)


def _regression(cases: Float64, hits: Float64) -> Float64:
    """Weights [1 + column] of a logistic regression, by Newton's method."""
    inputs = np.column_stack([np.ones(len(cases)), cases])
    ridge = np.diag([1e-6, *[_RIDGE] * cases.shape[1]])
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        chance = _chance(inputs @ weights)
        slope = inputs.T @ (hits - chance) - ridge @ weights
        weights = weights + np.linalg.solve((inputs.T * chance * (1 - chance)) @ inputs + ridge, slope)
    return weights


def _chance(score: Float64) -> Float64:
    chance: Float64 = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return chance
