"""How much the sentences look at each other in one layer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded
from attn_core.frames.scales import shades
from attn_core.frames.sentences import excerpts, sentences_of
from attn_core.frames.wording import percent
from attn_core.records.attention import Float32
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import sentence_matrix
from attn_core.summaries.weights import all_rows


def matrix(run: AttentionRun, layer: int, head: Head = "mean") -> Float32:
    """Mean attention from each sentence's tokens to each sentence, [looking, looked at], 0 to 1; NaN where masked.

    A row sums to 1 less what its tokens give to special tokens. With head="max", the most that any head gives.
    """
    sentences = sentences_of(run)
    if head == "max":
        mass = sentence_matrix(run.pattern(layer), sentences).max(axis=0)
    else:
        mass = sentence_matrix(all_rows(run, layer, Look(head)), sentences)
    seen = sentence_matrix(run.attention.visible(layer).astype(np.float32), sentences) > 0
    return np.asarray(np.where(seen, mass, np.nan), dtype=np.float32)


def coordinates(run: AttentionRun, layer: int, head: Head = "mean") -> pd.DataFrame:
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


def table(run: AttentionRun, layer: int, head: Head = "mean") -> pd.DataFrame:
    """A row a pair of sentences (from 1) that is not masked, `share` 0 to 1."""
    mass, texts = matrix(run, layer, head), excerpts(run)
    looking, looked_at = np.nonzero(~np.isnan(mass))
    return pd.DataFrame(
        {
            "layer": np.full(len(looking), layer),
            "looking sentence": looking + 1,
            "looking text": [texts[i] for i in looking],
            "looked-at sentence": looked_at + 1,
            "looked-at text": [texts[i] for i in looked_at],
            "share": mass[looking, looked_at],
        }
    )
