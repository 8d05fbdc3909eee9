"""The sentences of a run: which tokens are theirs, how they are called, and what share each gets."""

from __future__ import annotations

import numpy as np

from attn_core.frames.labels import clipped
from attn_core.frames.wording import special_names
from attn_core.records.attention import Float32
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import sentence_mass, share_on
from attn_core.summaries.weights import last_row, specials

MOST = 16  # sentences with a colour of their own; the rest is one part
EXCERPT = 40  # columns of a sentence in a tooltip


def sentences_of(run: AttentionRun) -> list[int]:
    """The sentence of every token, from 0; -1 for specials."""
    return [token.sentence for token in run.token_info]


def n_sentences(run: AttentionRun) -> int:
    """How many sentences the run's texts have."""
    return max(sentences_of(run)) + 1


def excerpts(run: AttentionRun) -> list[str]:
    """The start of every sentence, as text."""
    found = []
    for sentence in range(n_sentences(run)):
        spans = [(t.segment, *t.span) for t in run.token_info if t.sentence == sentence]
        text = (run.prompt if not spans or spans[0][0] == 0 else run.pair) or ""
        start, end = min((s[1] for s in spans), default=0), max((s[2] for s in spans), default=0)
        found.append(clipped(" ".join(text[start:end].split()), EXCERPT))
    return found


def own_names(run: AttentionRun) -> list[str]:
    """The sentences that are a part of their own: all of up to 16, else the first 15."""
    n = n_sentences(run)
    return [f"Sentence {k + 1}" for k in range(n if n <= MOST else MOST - 1)]


def part_names(run: AttentionRun) -> list[str]:
    """What a bar is made of, first to last: the specials (if any), the sentences, the rest of many sentences."""
    own, n = own_names(run), n_sentences(run)
    rest = [f"Sentences {len(own) + 1} to {n}"] if n > len(own) else []
    return [special_names(run)] * bool(special_names(run)) + own + rest


def part_shares(run: AttentionRun, head: Head = "mean") -> Float32:
    """Share of the prediction's attention on each of `part_names`, [layer, part]; rows sum to 1.

    With head="max", which is no share, the parts of the largest weights, made to sum to 1.
    """
    mass = sentence_mass(last_row(run, Look(head)), sentences_of(run))
    own = min(mass.shape[1], len(own_names(run)))
    on_specials = share_on(last_row(run, Look(head)), specials(run))[:, None][:, : bool(special_names(run))]
    shares = np.concatenate([on_specials, mass[:, :own]], axis=1)
    if mass.shape[1] > own:
        shares = np.concatenate([shares, mass[:, own:].sum(axis=1, keepdims=True)], axis=1)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)
