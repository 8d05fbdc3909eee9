"""What a head does: patterns and their tokens in, scores out. `measures.head_labels` runs a model.

Every score is a share of attention, 0 to 1: the mean over the tokens that could give it, float32 [head], and nan where
none could. Special tokens never look, and are looked at in `bos_sink` alone. `pattern` is [head, query_pos, key_pos]
after the softmax, of the same `tokens` at both sides; `causal` says that they see nothing later. Inputs are never
changed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from attn_core.records.attention import Float32
from attn_core.records.tokens import Token
from attn_core.summaries.patterns import rescale_without, share_on

ENOUGH = 0.25  # of a head's attention: where words get less, it says too little of sentences
_Places = npt.NDArray[np.bool_]  # [query_pos, key_pos]


def bos_sink(pattern: Float32, tokens: Sequence[Token]) -> Float32:
    """Share on the special token at the start (Xiao et al. 2023, arXiv:2309.17453, section 3.1)."""
    targets = np.zeros((len(tokens), len(tokens)), dtype=np.bool_)
    targets[:, 0] = ~_special(tokens) & tokens[0].special
    return _mean_share(pattern, targets)


def previous_token(pattern: Float32, tokens: Sequence[Token]) -> Float32:
    """Share on the token one before (Clark et al. 2019, arXiv:1906.04341, section 3.1)."""
    return _mean_share(pattern, _words(tokens) & np.eye(len(tokens), k=-1, dtype=np.bool_))


def same_token(pattern: Float32, tokens: Sequence[Token], *, causal: bool) -> Float32:
    """Share on the other places of the token that looks, of tokens that have one; earlier ones where `causal`.

    The duplicate-token heads of Wang et al. 2022 (arXiv:2211.00593, section 3).
    """
    elsewhere = _earlier(tokens) if causal else ~np.eye(len(tokens), dtype=np.bool_)
    return _mean_share(pattern, _alike(tokens) & elsewhere)


def induction(pattern: Float32, tokens: Sequence[Token]) -> Float32:
    """Share on the tokens that came next after earlier places of the token that looks, of tokens that have one.

    The prefix matching of Olsson et al. 2022 (arXiv:2209.11895), after Elhage et al. 2021 ("A Mathematical Framework
    for Transformer Circuits"). What came next must itself be earlier: in "a a" it would be the token that looks.
    """
    after = np.zeros((len(tokens), len(tokens)), dtype=np.bool_)
    after[:, 1:] = (_alike(tokens) & _earlier(tokens))[:, :-1]
    return _mean_share(pattern, after & _words(tokens) & _earlier(tokens))


def within_sentence(pattern: Float32, tokens: Sequence[Token], *, causal: bool) -> Float32:
    """Share on the own sentence, special tokens left out and the rest rescaled, of tokens that see another sentence.

    nan also for a head that gives words less than `ENOUGH` of its attention.
    """
    own, others = _sentences(tokens, causal)
    return _sentence_share(pattern, tokens, own & others.any(axis=1, keepdims=True))


def across_sentences(pattern: Float32, tokens: Sequence[Token], *, causal: bool) -> Float32:
    """Share on other sentences, of the tokens and with the rest as in `within_sentence`; the two sum to 1."""
    return _sentence_share(pattern, tokens, _sentences(tokens, causal)[1])


def _sentence_share(pattern: Float32, tokens: Sequence[Token], targets: _Places) -> Float32:
    special = _special(tokens)
    score = _mean_share(rescale_without(pattern, special), targets)
    on_words = share_on(pattern[:, targets.any(axis=1)], ~special)
    return np.where(on_words.sum(axis=1) < ENOUGH * max(on_words.shape[1], 1), np.float32(np.nan), score)


def _mean_share(pattern: Float32, targets: _Places) -> Float32:
    """The mean, over the rows that have a target, of their weights on all of theirs: [head]."""
    rows = targets.any(axis=1)
    if not rows.any():
        return np.full(len(pattern), np.nan, dtype=np.float32)
    return np.asarray((pattern * targets).sum(axis=2)[:, rows].mean(axis=1), dtype=np.float32)


def _special(tokens: Sequence[Token]) -> npt.NDArray[np.bool_]:
    return np.array([token.special for token in tokens], dtype=np.bool_)


def _words(tokens: Sequence[Token]) -> _Places:
    """Where no special token looks or is looked at."""
    special = _special(tokens)
    return ~special[:, None] & ~special


def _earlier(tokens: Sequence[Token]) -> _Places:
    return np.tri(len(tokens), k=-1, dtype=np.bool_)


def _alike(tokens: Sequence[Token]) -> _Places:
    ids = np.array([token.id for token in tokens])
    return _words(tokens) & np.asarray(ids[:, None] == ids, dtype=np.bool_)


def _sentences(tokens: Sequence[Token], causal: bool) -> tuple[_Places, _Places]:
    """What a token sees of its own sentence, and of others."""
    seen = _words(tokens)
    if causal:
        seen = seen & np.tri(len(tokens), dtype=np.bool_)
    numbers = np.array([token.sentence for token in tokens])
    own = numbers[:, None] == numbers
    return seen & own, seen & ~own
