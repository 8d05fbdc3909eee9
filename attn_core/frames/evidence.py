"""What every method says of every token, and what was measured when it was cut: on one scale of share."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded, labels, spread
from attn_core.frames.layer_heatmap import cell_height
from attn_core.frames.wording import fine_percent, percent
from attn_core.records.effects import METHODS, Effects, Evidence
from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import rescale_without
from attn_core.summaries.weights import specials

SHOWN, MEASURED = METHODS[:4], METHODS[4:]


def _shown(
    run: AttentionRun, evidence: Evidence, layers: Collection[int], heads: Collection[int]
) -> tuple[Float32, ...]:
    """What the methods that cut nothing show, [key_pos] each."""
    attention, norms = (chosen_mean(weights, layers, heads) for weights in (run.last_query, evidence.value_norms))
    return attention, evidence.rollout, norms, evidence.gradient


def chosen_mean(weights: Float32, layers: Collection[int], heads: Collection[int]) -> Float32:
    """Mean over the chosen layers and heads, all of them where none is chosen: [layer, head, key_pos] to [key_pos]."""
    some = weights[sorted(layers)] if layers else weights
    some = some[:, sorted(heads)] if heads else some
    return np.asarray(some.mean(axis=(0, 1)), dtype=np.float32)


def shares(
    run: AttentionRun, evidence: Evidence, layers: Collection[int] = (), heads: Collection[int] = ()
) -> dict[str, Float32]:
    """Every method as shares of one token, [key_pos], with 0 at <bos> and its like: method name -> -1 to 1.

    What methods show is rescaled so that the words' absolute values share 1; what was measured is the lost share of
    the prediction's probability, below 0 where it gains, and -1 where it doubles or more. Chosen layers and heads are
    those of the attention and the value norms.
    """
    special = specials(run)
    found = {}
    for name, values in zip(SHOWN, _shown(run, evidence, layers, heads), strict=True):
        found[name] = np.sign(values) * rescale_without(np.abs(values), special)
    for name, effects in zip(MEASURED, (evidence.cut, evidence.removed), strict=True):
        found[name] = np.where(special, np.float32(0), np.clip(effects.lost, -1, 1))
    return found


def evidence_cells(
    run: AttentionRun, evidence: Evidence, *, layers: Collection[int] = (), heads: Collection[int] = ()
) -> pd.DataFrame:
    """One row a method and token: `bar` from -1 to 1 (see `shares`), and `says` for the tooltip."""
    found = shares(run, evidence, layers, heads)
    n, special = len(run.tokens), specials(run)
    rank = np.max([np.nan_to_num(np.abs(bars)) for bars in found.values()], axis=0)
    named = spread(cell_height(n), np.where(special, 1, rank), always=[run.predicting_pos], gap=12 if n <= 40 else 20)
    says: list[str] = []
    for name in SHOWN:
        sign = "of the push for and against it" if name == "gradient × input" else "of what the words get"
        says += [f"{signed_percent(bar)} {sign}" for bar in found[name]]
    for effects in (evidence.cut, evidence.removed):
        says += [without(effects, position) for position in range(n)]
    says = ["left out" if special[i % n] else text for i, text in enumerate(says)]
    bars = np.concatenate([found[name] for name in METHODS])
    return pd.DataFrame(
        {
            "column": np.repeat(np.arange(len(METHODS), dtype=np.uint8), n),
            "method": coded([name for name in METHODS for _ in range(n)]),
            "position": np.tile(np.arange(n, dtype=np.uint16), len(METHODS)),
            "bar": np.nan_to_num(np.round(bars, 4)),
            "special": np.tile(special, len(METHODS)).astype(np.uint8),
            "named": np.tile(named, len(METHODS)).astype(np.uint8),
            "token": coded(labels(run) * len(METHODS)),
            "says": coded(says),
        }
    )


def evidence_table(
    run: AttentionRun, evidence: Evidence, *, layers: Collection[int] = (), heads: Collection[int] = ()
) -> pd.DataFrame:
    """One row a token, to download: every method as computed, before anything is rescaled or left out."""
    shown = _shown(run, evidence, layers, heads)
    measured: dict[str, Float32] = {}
    for name, effects in zip(MEASURED, (evidence.cut, evidence.removed), strict=True):
        measured |= {
            f"{name}: probability": effects.probability,
            f"{name}: logit change": effects.logit_change,
            f"{name}: KL in bits": effects.kl_bits,
        }
    return pd.DataFrame(
        {
            "position": range(len(run.tokens)),
            "token": run.tokens,
            **dict(zip(SHOWN, shown, strict=True)),
            **measured,
        }
    )


def layer_correlations(run: AttentionRun, effects: Effects) -> Float32:
    """How alike a layer's attention and the measured effects rank the words: [layer], -1 to 1, nan for under 3 words.

    Spearman's rank correlation (1904), equal values sharing their mean rank, of the mean over heads.
    """
    words = ~specials(run) & ~np.isnan(effects.lost)
    if words.sum() < 3:
        return np.full(run.n_layers, np.nan, dtype=np.float32)
    ranked = pd.DataFrame(run.last_query.mean(axis=1)[:, words].T).rank()
    return np.asarray(ranked.corrwith(pd.Series(effects.lost[words]).rank()), dtype=np.float32)


def layer_correlations_table(correlations: Float32) -> pd.DataFrame:
    """One row a layer, `rank correlation` -1 to 1."""
    return pd.DataFrame({"layer": np.arange(len(correlations)), "rank correlation": correlations})


def signed_percent(share: float) -> str:
    """“43 %”, or “−12 %” below zero."""
    return f"−{percent(-share)}" if share < 0 else percent(share)


def without(effects: Effects, *case: int) -> str:
    """What one case does, in words: “food: 71 % → 4.2 %, KL 3.10 bits, logit −4.21”."""
    probability, kl = float(effects.probability[case]), float(effects.kl_bits[case])
    if np.isnan(probability):
        return "the prediction’s own place can’t be removed"
    before, logit = effects.token.probability, float(effects.logit_change[case])
    return (
        f"{effects.token.label}: {fine_percent(before)} → {fine_percent(probability)}, KL {kl:.2f} bits,"
        f" logit {logit:+.2f}".replace("-", "−")
    )
