"""What a head does, in a word: patterns and their tokens in, scores and labels out. numpy only; `probes` runs a model.

Every score is a share of attention, 0 to 1: the mean over the tokens that could give it, float32 [head], and nan where
none could. Special tokens never look, and are looked at in `bos_sink` alone. `pattern` is [head, query_pos, key_pos]
after the softmax, of the same `tokens` at both sides; `causal` says that they see nothing later. Inputs are never
changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from attn_core.records.run import Float32, Token
from attn_core.summaries.patterns import rescale_without, share_on

ENOUGH = 0.25  # of a head's attention: where words get less, it says too little of sentences
_BOS = "<bos>"
_Places = npt.NDArray[np.bool_]  # [query_pos, key_pos]


@dataclass(frozen=True)
class Label:
    """One thing that a head may do. A head carries the label from a score of `threshold` on, 0 to 1."""

    name: str
    symbol: str  # where there is hardly any room
    badge: str  # where there is little
    threshold: float
    meaning: str  # what such a head does, to go on after its badge


# What a threshold has to beat by far is what even attention scores on the probes: 12 to 15 % for <bos> and the token
# before, 6 % for what repeated words ask, and 44 to 56 % for sentences. On <bos> it is half of the attention, as where
# the model view says that a head rests on it.
SINK = Label("<bos> sink", "↓", "sink", 0.5, "rests on <bos>, as heads do that find nothing to look at")
PREVIOUS = Label("previous token", "←", "prev", 0.4, "looks at the token before")
SAME = Label("same token", "=", "same", 0.4, "looks at another place where the same token is")
INDUCTION = Label(
    "induction", "→", "ind", 0.4, "induction: goes back to where the same token was, and looks at what came next there"
)
WITHIN = Label("within the sentence", "○", "own", 0.75, "stays in the sentence of the token that looks")
ACROSS = Label("across sentences", "↔", "other", 0.75, "looks at other sentences")
LABELS = (SINK, PREVIOUS, SAME, INDUCTION, WITHIN, ACROSS)


@dataclass(frozen=True, eq=False)
class HeadLabels:
    """What the heads of one model do, whatever text is on the page."""

    scores: Mapping[str, Float32]  # by a label's name, float32 [layer, head], 0 to 1; nan where the probes can't tell
    start: str | None = None  # the special token that the model puts first; None where it has none

    def of(self, layer: int, head: int) -> tuple[tuple[Label, float], ...]:
        """The labels that a head carries, with their scores; the one furthest above its threshold first, often none."""
        told = [(label, float(scores[layer, head])) for label, scores in self.every]
        carried = [(label, score) for label, score in told if score >= label.threshold]
        return tuple(sorted(carried, key=lambda one: -one[1] / one[0].threshold))

    @property
    def every(self) -> tuple[tuple[Label, Float32], ...]:
        """Each label with its scores [layer, head], in words that fit the model's own token at the start."""
        return tuple((self._said(label), self.scores[label.name]) for label in LABELS)

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return len(self.scores[SINK.name])

    @property
    def n_heads(self) -> int:
        """Number of heads in each layer."""
        return int(self.scores[SINK.name].shape[1])

    def _said(self, label: Label) -> Label:
        start = self.start or _BOS
        return replace(label, name=label.name.replace(_BOS, start), meaning=label.meaning.replace(_BOS, start))


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
