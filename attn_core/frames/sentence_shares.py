"""How each layer's attention is shared out between the sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core.frames.labels import coded
from attn_core.frames.sentences import MOST, excerpts, part_names, part_shares
from attn_core.frames.wording import special_names
from attn_core.records.look import Head
from attn_core.records.run import AttentionRun


def coordinates(run: AttentionRun, head: Head = "mean") -> pd.DataFrame:
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


def table(run: AttentionRun, head: Head = "mean") -> pd.DataFrame:
    """A row a layer and part of the text, `share` 0 to 1."""
    shares, names = part_shares(run, head), part_names(run)
    return pd.DataFrame(
        {
            "layer": np.repeat(np.arange(run.n_layers), len(names)),
            "looked at": names * run.n_layers,
            "share": shares.ravel(),
        }
    )
