"""Evidence written by hand."""

from __future__ import annotations

import numpy as np

from attn_core.measures.evidence import METHODS
from attn_core.records.attention import Float32
from attn_core.records.evidence import Evidence, Values
from attn_core.records.run import AttentionRun
from tests.support.hand_made import HUNGRY, effects_of, run_of

BY_NAME = {method.name: method for method in METHODS}


def array(*values: float) -> Float32:
    """Plain numbers as an array."""
    return np.array(values, dtype=np.float32)


def evidence_from(*values: Values) -> Evidence:
    """What the methods say, in their order."""
    return dict(zip(METHODS, values, strict=True))


def evidence_of(run: AttentionRun) -> Evidence:
    """Evidence that fits a decoder's run of any length: each token takes a little more of the probability."""
    n = len(run.tokens)
    cut, removed = np.linspace(0.5, 0.25, n), np.linspace(0.6, 0.1, n)
    removed[run.predicting_pos] = np.nan
    return evidence_from(
        run.last_query, np.full(n, 1 / n, np.float32), run.last_query * 2, np.linspace(-1, 2, n, dtype=np.float32),
        effects_of(run, cut.tolist()), effects_of(run, removed.tolist()),
    )  # fmt: skip


HAND = evidence_from(
    HUNGRY.last_query,
    array(0.5, 0.3, 0.2),
    HUNGRY.last_query * array(0, 1, 3),
    array(9, 3, -1),
    effects_of(HUNGRY, [0.5, 0.25, 0.75]),
    effects_of(HUNGRY, [0.4, 0.05, np.nan]),
)
"""Of HUNGRY."""

FOUR = run_of(
    ["<bos>", "a", "b", "c"],
    [[[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.4, 0.4, 0], [0.4, 0.3, 0.2, 0.1]]]],
)
"""Three words, which get .3 .2 .1."""
