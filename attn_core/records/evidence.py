"""What each token of a prompt is worth to the prediction, by every method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attn_core.records.attention import Float32
from attn_core.records.effects import Effects


@dataclass(frozen=True)
class Method:
    """One way to say which tokens a prediction came from."""

    name: str  # as in tables and docs: "value-weighted norms"
    title: str  # the same, shorter, where there is a column for it
    score: str  # what a token is ranked by
    source: str  # who described it
    cost: str  # in forwards of the prompt
    measured: bool = False  # by intervening: its values are Effects, not what something shows
    share: str = "of what the words get"  # what a bar is a share of, to go on after the percentage


# The two that are spoken of by name. The others stand where they are computed, in measures.evidence.
ATTENTION = Method(
    "mean attention",
    "attention",
    score="weight at the predicting position, mean of all layers and heads",
    source="Vaswani et al. 2017, arXiv:1706.03762",
    cost="none",
)
REMOVED = Method(
    "removed",
    "removed",
    score="fall of the predicted token's probability when no position sees the token",
    source="Li et al. 2016, arXiv:1612.08220",
    cost="one a token",
    measured=True,
)

Values = Float32 | Effects
"""[key_pos], or [layer, head, key_pos] where a method tells heads apart; Effects [key_pos] of a measured method."""

Evidence = Mapping[Method, Values]
"""What every method says, in the order in which they are shown; nothing of it is rescaled."""


def effects(evidence: Evidence, method: Method) -> Effects:
    """What was measured by a method. Raises TypeError where it only shows something."""
    found = evidence[method]
    if not isinstance(found, Effects):
        raise TypeError(f"{method.name} measures nothing")
    return found
