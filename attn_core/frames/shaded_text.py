"""The prompt wrapped as text: where every token stands, in pixels, in a monospaced font."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from attn_core.frames import next_token_lines
from attn_core.frames.labels import clipped, coded, columns
from attn_core.frames.scales import shades
from attn_core.frames.wording import predicted_label
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import largest_weight, last_row, looker, specials

COLUMN = 7.2  # pixels a character: 0.6 em of 12 pixels
LINE = 21  # pixels a line
SENTENCE_GAP = 7  # pixels more before a new sentence
_NEWLINE = "⏎"  # as a token's label shows it
MARGIN = 24  # pixels left of the text, for the sentence's number


def text_width(columns_wide: int) -> int:
    """Pixels that so many columns take, margin included."""
    return int(np.ceil(MARGIN + columns_wide * COLUMN)) + 4


def coordinates(
    run: AttentionRun,
    layer: int,
    look: Look = Look(),
    *,
    columns_wide: int = 34,
    scale_max: float | None = None,
) -> pd.DataFrame:
    """One row a token, and a last one for the prediction (`kind` 1): its box in pixels and how strong its shade is.

    `share` is in percent; `sentence` counts from 1 and is filled where a sentence starts.
    """
    query = looker(run, look)
    weights = last_row(run, look)[layer]
    top = largest_weight(run, [layer], look) if scale_max is None else scale_max
    word = predicted_label(run, look) if run.kind == "decoder" else None
    names = [clipped(label, columns_wide) for label in run.tokens]
    texts = names + ([clipped(word, columns_wide)] if word else [])
    n, extra = len(names), len(texts) - len(names)
    x, y, number = _places(run, texts, columns_wide)
    wide = np.array([columns(text) for text in texts])
    seen = run.attention.visible(layer)[query]
    return pd.DataFrame(
        {
            "kind": (np.arange(n + extra) >= n).astype(np.uint8),
            "position": np.arange(n + extra, dtype=np.uint16),
            "x": (MARGIN + x * COLUMN).astype(np.float32),
            "x2": (MARGIN + (x + np.maximum(wide, 1)) * COLUMN).astype(np.float32),
            "middle": (MARGIN + (x + np.maximum(wide, 1) / 2) * COLUMN).astype(np.float32),
            "y": y.astype(np.float32),
            "share": np.round(np.append(weights, np.zeros(extra, dtype=np.float32)) * 100, 1),
            "shade": np.append(shades(weights, top), np.zeros(extra, dtype=np.uint8)),
            "special": np.append(specials(run), np.zeros(extra, dtype=bool)).astype(np.uint8),
            "seen": np.append(seen, np.ones(extra, dtype=bool)).astype(np.uint8),
            "sentence": coded([str(k + 1) if k is not None else None for k in number]),
            "token": coded(texts),
        }
    )


def table(run: AttentionRun, layer: int, look: Look = Look()) -> pd.DataFrame:
    """What one position looked at in one layer: a row a visible token, `weight` 0 to 1."""
    return next_token_lines.table(run, [layer], look)


def text_height(placed: pd.DataFrame) -> int:
    """Pixels from the top to below the last line."""
    return int(placed["y"].max()) + LINE


def glued(run: AttentionRun) -> list[bool]:
    """Whether each token continues the word before it: same text and sentence, and no blank between."""
    result = [False]
    for before, token in pairwise(run.token_info):
        text = (run.prompt if token.segment == 0 else run.pair) or ""
        start, end = token.span
        together = (before.segment, before.sentence) == (token.segment, token.sentence) and not token.special
        apart = start > before.span[1] or text[start:end][:1].isspace() or before.label.endswith(_NEWLINE)
        result.append(together and not apart)
    return result


def _places(run: AttentionRun, texts: list[str], widest: int) -> tuple[np.ndarray, np.ndarray, list[int | None]]:
    """Column and top pixel of every text; and its sentence's number where it is the sentence's first."""
    joined = glued(run) + [False] * (len(texts) - len(run.tokens))
    sentences = [token.sentence for token in run.token_info] + [-1] * (len(texts) - len(run.tokens))
    xs, ys, numbers = np.zeros(len(texts)), np.zeros(len(texts)), list[int | None]()
    column, top, sentence = 0.0, 0.0, -1
    i = 0
    while i < len(texts):
        end = i + 1
        while end < len(texts) and joined[end]:
            end += 1
        sizes = [columns(text) for text in texts[i:end]]
        starts = sentences[i] >= 0 and sentences[i] != sentence
        if starts and sentence >= 0:
            column, top = 0.0, top + SENTENCE_GAP + (LINE if column else 0)
        elif column > 0 and column + sum(sizes) > widest:
            column, top = 0.0, top + LINE
        for k, size in zip(range(i, end), sizes, strict=True):
            if column > 0 and column + size > widest:
                column, top = 0.0, top + LINE
            xs[k], ys[k] = column, top
            column += max(size, 1)
            numbers.append(sentences[k] if starts and k == i else None)
        column += 1
        if texts[end - 1].endswith(_NEWLINE):
            column, top = 0.0, top + LINE
        sentence = sentences[i] if starts else sentence
        i = end
    return xs, ys, numbers
