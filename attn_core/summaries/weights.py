"""The weights that charts show: heads combined, and <bos> and its like left in or taken out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from attn_core.records.attention import Float32
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import head_average, rescale_without

Bools = npt.NDArray[np.bool_]
FLOOR = 0.01  # lines under this weight are left out where there are many


def looker(run: AttentionRun, look: Look) -> int:
    """The position whose attention is shown: the chosen one, or the one that predicts."""
    return run.predicting_pos if look.query_pos is None else look.query_pos


def specials(run: AttentionRun) -> Bools:
    """Positions of <bos>, [CLS], [SEP] and their like, as bool [position]."""
    return np.array([token.special for token in run.token_info], dtype=bool)


def combined(weights: Float32, run: AttentionRun, look: Look) -> Float32:
    """Attention [..., head, key_pos] to [..., key_pos], 0 to 1: the mean or largest of all heads, or one head.

    Where special tokens are hidden they are 0 and the rest shares 1 (or all is 0 where there is no rest). The
    largest over heads is taken after that, from what each head's own picture would show; it sums to no known total.
    """
    if look.special == "grey":
        return head_average(weights, look.head)
    if look.head == "max":
        return head_average(rescale_without(weights, specials(run)), look.head)
    return rescale_without(head_average(weights, look.head), specials(run))


def last_row(run: AttentionRun, look: Look) -> Float32:
    """What the position that looks looked at in every layer, [layer, key_pos]; see `combined`."""
    return combined(run.attention_from(looker(run, look)), run, look)


def all_rows(run: AttentionRun, layer: int, look: Look) -> Float32:
    """What every position looked at in one layer, [query_pos, key_pos]; see `combined`."""
    return combined(run.pattern(layer).swapaxes(0, 1), run, look)


def largest_weight(run: AttentionRun, layers: Sequence[int], look: Look) -> float:
    """The largest weight on a word, 0 to 1, over some layers: the scale that makes charts comparable."""
    words = last_row(run, look)[list(layers)][:, ~specials(run)]
    return float(words.max(initial=0.0))
