"""What every method says of every token, and what was measured when it was cut: on one scale of share."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded, labels, spread
from attn_core.frames.scales import cell_height
from attn_core.frames.wording import signed_percent, without
from attn_core.records.attention import Float32
from attn_core.records.effects import Effects
from attn_core.records.evidence import Evidence, Method, Values
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import rescale_without
from attn_core.summaries.weights import specials

Chosen = tuple[Collection[int], Collection[int]]
"""Layers and heads; () are all of them."""
ALL: Chosen = ((), ())


def chosen_mean(weights: Float32, layers: Collection[int], heads: Collection[int]) -> Float32:
    """Mean over the chosen layers and heads, all of them where none is chosen: [layer, head, key_pos] to [key_pos]."""
    some = weights[sorted(layers)] if layers else weights
    some = some[:, sorted(heads)] if heads else some
    return np.asarray(some.mean(axis=(0, 1)), dtype=np.float32)


def shares(run: AttentionRun, evidence: Evidence, chosen: Chosen = ALL) -> dict[Method, Float32]:
    """Every method as shares of one token, [key_pos], with 0 at <bos> and its like: -1 to 1.

    What methods show is rescaled so that the words' absolute values share 1; what was measured is the lost share of
    the prediction's probability, below 0 where it gains, and -1 where it doubles or more. Chosen layers and heads are
    those of methods that tell heads apart.
    """
    special = specials(run)

    def share(values: Values) -> Float32:
        if isinstance(values, Effects):
            return np.where(special, np.float32(0), np.clip(values.lost, -1, 1))
        values = _of_tokens(values, chosen)
        return np.sign(values) * rescale_without(np.abs(values), special)

    return {method: share(values) for method, values in evidence.items()}


def coordinates(run: AttentionRun, evidence: Evidence, chosen: Chosen = ALL) -> pd.DataFrame:
    """One row a method and token: `bar` from -1 to 1 (see `shares`), and `says` for the tooltip."""
    found, methods = shares(run, evidence, chosen), list(evidence)
    n, special = len(run.tokens), specials(run)
    rank = np.max([np.nan_to_num(np.abs(bars)) for bars in found.values()], axis=0)
    named = spread(cell_height(n), np.where(special, 1, rank), always=[run.predicting_pos], gap=12 if n <= 40 else 20)
    says = [_said(method, evidence[method], found[method], position) for method in methods for position in range(n)]
    return pd.DataFrame(
        {
            "column": np.repeat(np.arange(len(methods), dtype=np.uint8), n),
            "method": coded([method.name for method in methods for _ in range(n)]),
            "title": coded([method.title for method in methods for _ in range(n)]),
            "measured": np.repeat(np.array([method.measured for method in methods], dtype=np.uint8), n),
            "position": np.tile(np.arange(n, dtype=np.uint16), len(methods)),
            "bar": np.nan_to_num(np.round(np.concatenate(list(found.values())), 4)),
            "special": np.tile(special, len(methods)).astype(np.uint8),
            "named": np.tile(named, len(methods)).astype(np.uint8),
            "token": coded(labels(run) * len(methods)),
            "says": coded(["left out" if special[i % n] else text for i, text in enumerate(says)]),
        }
    )


def table(run: AttentionRun, evidence: Evidence, chosen: Chosen = ALL) -> pd.DataFrame:
    """One row a token, to download: every method as computed, before anything is rescaled or left out."""
    columns: dict[str, Float32] = {}
    for method, values in evidence.items():
        if isinstance(values, Effects):
            columns[f"{method.name}: probability"] = values.probability
            columns[f"{method.name}: logit change"] = values.logit_change
            columns[f"{method.name}: KL in bits"] = values.kl_bits
        else:
            columns[method.name] = _of_tokens(values, chosen)
    return pd.DataFrame({"position": range(len(run.tokens)), "token": run.tokens, **columns})


def _of_tokens(values: Float32, chosen: Chosen) -> Float32:
    return values if values.ndim == 1 else chosen_mean(values, *chosen)


def _said(method: Method, values: Values, bars: Float32, position: int) -> str:
    if isinstance(values, Effects):
        return without(values, position)
    return f"{signed_percent(float(bars[position]))} {method.share}"
