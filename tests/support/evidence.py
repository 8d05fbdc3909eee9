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


def evidence_from(run: AttentionRun, values: dict[str, Values]) -> Evidence:
    """What methods say of a run, by name; the others say nothing: zeros, or effects that change nothing."""
    nothing = array(*[0] * len(run.tokens))
    none = effects_of(run, [run.next_tokens[0].probability] * len(run.tokens))
    return {method: values.get(method.name, none if method.measured else nothing) for method in METHODS}


def evidence_of(run: AttentionRun) -> Evidence:
    """Evidence that fits a decoder's run of any length: each token takes a little more of the probability."""
    n = len(run.tokens)
    cut, removed = np.linspace(0.5, 0.25, n), np.linspace(0.6, 0.1, n)
    removed[run.predicting_pos] = np.nan
    return evidence_from(
        run,
        {
            "mean attention": run.last_query,
            "attention rollout": np.full(n, 1 / n, np.float32),
            "value-weighted norms": run.last_query * 2,
            "gradient × input": np.linspace(-1, 2, n, dtype=np.float32),
            "cut": effects_of(run, cut.tolist()),
            "removed": effects_of(run, removed.tolist()),
        },
    )


HAND = evidence_from(
    HUNGRY,
    {
        "mean attention": HUNGRY.last_query,
        "attention rollout": array(0.5, 0.3, 0.2),
        "value-weighted norms": HUNGRY.last_query * array(0, 1, 3),
        "gradient × input": array(9, 3, -1),
        "cut": effects_of(HUNGRY, [0.5, 0.25, 0.75]),
        "removed": effects_of(HUNGRY, [0.4, 0.05, np.nan]),
    },
)
"""Of HUNGRY."""

FOUR = run_of(
    ["<bos>", "a", "b", "c"],
    [[[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.4, 0.4, 0], [0.4, 0.3, 0.2, 0.1]]]],
)
"""Three words, which get .3 .2 .1."""
