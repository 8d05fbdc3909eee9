"""The weights that charts show: heads combined, and <bos> and its like left in or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import Head, head_average, rescale_without

Bools = npt.NDArray[np.bool_]
Sink = Literal["grey", "hide"]
FLOOR = 0.01  # lines under this weight are left out where there are many


def looker(run: AttentionRun, query_pos: int | None) -> int:
    """The position whose attention is shown: the given one, or the one that predicts."""
    return run.predicting_pos if query_pos is None else query_pos


def specials(run: AttentionRun) -> Bools:
    """Positions of <bos>, [CLS], [SEP] and their like, as bool [position]."""
    return np.array([token.special for token in run.token_info], dtype=bool)


def combined(weights: Float32, run: AttentionRun, head: Head, sink: Sink) -> Float32:
    """Attention [..., head, key_pos] to [..., key_pos], 0 to 1: the mean or largest of all heads, or one head.

    With `sink="hide"` the special positions are 0 and the rest shares 1 (or all is 0 where there is no rest). The
    largest over heads is taken after that, from what each head's own picture would show; it sums to no known total.
    """
    if sink == "grey":
        return head_average(weights, head)
    if head == "max":
        return head_average(rescale_without(weights, specials(run)), head)
    return rescale_without(head_average(weights, head), specials(run))


def last_row(run: AttentionRun, head: Head = "mean", sink: Sink = "grey", query_pos: int | None = None) -> Float32:
    """What one position looked at in every layer, [layer, key_pos]; see `combined`."""
    return combined(run.attention_from(looker(run, query_pos)), run, head, sink)


def all_rows(run: AttentionRun, layer: int, head: Head = "mean", sink: Sink = "grey") -> Float32:
    """What every position looked at in one layer, [query_pos, key_pos]; see `combined`."""
    return combined(run.pattern(layer).swapaxes(0, 1), run, head, sink)


def visible(run: AttentionRun, layer: int) -> Bools:
    """Where a layer's queries may look, bool [query_pos, key_pos]."""
    return run.masks[run.layers[layer].mask]


def largest_weight(
    run: AttentionRun,
    layers: Sequence[int],
    *,
    head: Head = "mean",
    sink: Sink = "grey",
    query_pos: int | None = None,
) -> float:
    """The largest weight on a word, 0 to 1, over some layers: the scale that makes charts comparable."""
    words = last_row(run, head, sink, query_pos)[list(layers)][:, ~specials(run)]
    return float(words.max(initial=0.0))
