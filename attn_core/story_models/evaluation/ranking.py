"""Whether a ranking of tokens finds what it should: numpy in, plain numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import comb

import numpy as np
import numpy.typing as npt

from attn_core.records.attention import Float32
from attn_core.records.tokens import Token

Bools = npt.NDArray[np.bool_]


def tokens_at(tokens: Sequence[Token], spans: Iterable[tuple[int, int]]) -> Bools:
    """The tokens that share a character with any of the half-open spans: bool [key_pos].

    All pieces of a word that is several tokens are among them; special tokens, which stand for no text, never are.
    """
    places = list(spans)
    return np.array(
        [
            not token.special and any(token.span[0] < end and start < token.span[1] for start, end in places)
            for token in tokens
        ],
        dtype=np.bool_,
    )


def chance_among_first(scores: Float32, wanted: Bools, count: int) -> float:
    """Chance, 0 to 1, that the `count` largest of `scores` [candidate] hold one of those `wanted` (bool [candidate]).

    1 or 0 unless scores are equal: which of those come first is drawn by lot, and the chance of every draw is counted.
    So equal scores throughout are the exact figure of a random token. Raises ValueError where a score is nan, which
    has no rank.
    """
    if np.isnan(scores).any():
        raise ValueError("a token without a score can't be ranked: leave it out")
    count = min(count, len(scores))
    if count == 0:
        return 0.0
    last = np.sort(scores)[-count]  # the smallest score that still gets a place
    if wanted[scores > last].any():
        return 1.0
    tied = scores == last
    places = count - int((scores > last).sum())
    n_tied, n_wanted = int(tied.sum()), int((tied & wanted).sum())
    return 1 - comb(n_tied - n_wanted, places) / comb(n_tied, places)
