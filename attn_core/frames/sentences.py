"""Attention by sentence: a layer's shares as bars, and from sentence to sentence as a matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.frames.labels import clipped, coded
from attn_core.frames.layer_heatmap import shades
from attn_core.frames.wording import percent, special_names
from attn_core.records.run import AttentionRun, Float32
from attn_core.summaries.patterns import Head, sentence_mass, sentence_matrix, share_on
from attn_core.summaries.weights import all_rows, last_row, specials, visible

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
    mass = sentence_mass(last_row(run, head), sentences_of(run))
    own = min(mass.shape[1], len(own_names(run)))
    on_specials = share_on(last_row(run, head), specials(run))[:, None][:, : bool(special_names(run))]
    shares = np.concatenate([on_specials, mass[:, :own]], axis=1)
    if mass.shape[1] > own:
        shares = np.concatenate([shares, mass[:, own:].sum(axis=1, keepdims=True)], axis=1)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def share_bars(run: AttentionRun, head: Head = "mean") -> pd.DataFrame:
    """One row a layer and part: from where to where its bar runs, in percent, and what it stands for."""
    shares = part_shares(run, head) * 100
    names = part_names(run)
    n_layers, n_parts = shares.shape
    ends = np.cumsum(shares, axis=1)
    texts = excerpts(run)
    first = 1 if special_names(run) else 0
    about = [texts[k - first] if 0 <= k - first < min(len(texts), MOST) else "" for k in range(n_parts)]
    short = ["" if k < first else str(k - first + 1) for k in range(n_parts)]
    if len(texts) > MOST:
        about[-1], short[-1] = "", "…"
    return pd.DataFrame(
        {
            "layer": np.repeat(np.arange(n_layers, dtype=np.uint8), n_parts),
            "start": np.round(ends - shares, 2).ravel().astype(np.float32),
            "end": np.round(ends, 2).ravel().astype(np.float32),
            "middle": np.round(ends - shares / 2, 2).ravel().astype(np.float32),
            "share": np.round(shares, 1).ravel(),
            "number": np.tile(np.arange(n_parts, dtype=np.uint8), n_layers),
            "part": coded(names * n_layers),
            "short": coded(short * n_layers),
            "text": coded(about * n_layers),
        }
    )


def matrix(run: AttentionRun, layer: int, head: Head = "mean") -> Float32:
    """Mean attention from each sentence's tokens to each sentence, [looking, looked at], 0 to 1; NaN where masked.

    A row sums to 1 less what its tokens give to special tokens. With head="max", the most that any head gives.
    """
    sentences = sentences_of(run)
    if head == "max":
        mass = sentence_matrix(run.pattern(layer), sentences).max(axis=0)
    else:
        mass = sentence_matrix(all_rows(run, layer, head), sentences)
    seen = sentence_matrix(visible(run, layer).astype(np.float32), sentences) > 0
    return np.asarray(np.where(seen, mass, np.nan), dtype=np.float32)


def matrix_cells(run: AttentionRun, layer: int, head: Head = "mean") -> pd.DataFrame:
    """One row a pair of sentences that is not masked; sentences count from 1."""
    mass = matrix(run, layer, head)
    looking, looked_at = np.nonzero(~np.isnan(mass))
    weights, texts = mass[looking, looked_at], excerpts(run)
    percents = [percent(w) for w in weights]
    return pd.DataFrame(
        {
            "looking": (looking + 1).astype(np.uint8),
            "looked_at": (looked_at + 1).astype(np.uint8),
            "shade": shades(weights, float(weights.max(initial=0.0))),
            "percent": coded(percents),
            "short": coded([p.removesuffix(" %") for p in percents]),
            "from_text": coded([texts[i] for i in looking]),
            "to_text": coded([texts[i] for i in looked_at]),
        }
    )
