"""From weights to what is seen of them: widths, shades and heights in pixels, and what is too faint to draw."""

from __future__ import annotations

import numpy as np

from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun
from attn_core.summaries.weights import FLOOR

SPAN = 0.7  # width of a fan, which starts at x = its number, so that the next one starts one further
MANY = 64  # tokens, above which faint lines are left out of the fans
MOST_LINES = 3000  # that a browser redraws while the pointer moves


def row_height(n_tokens: int) -> float:
    """Pixels a token beside lines: 26 for a sentence, less for a text, so that 400 tokens are two screens."""
    return float(np.clip(1000 / n_tokens, 3, 26))


def cell_height(n_tokens: int) -> float:
    """Pixels a token in a map, so that 40 tokens fit a screen and 400 two."""
    return float(np.clip(800 / n_tokens, 3, 24))


def widths(weights: Float32, scale_max: float, thickness: tuple[float, float]) -> Float32:
    """Line widths in pixels: linear from the least at weight 0 to the most at `scale_max` and above."""
    least, most = thickness
    part = np.clip(weights / scale_max, 0, 1) if scale_max > 0 else np.zeros_like(weights)
    return np.asarray(np.round(least + (most - least) * part, 2), dtype=np.float32)


def shades(weights: Float32, scale_max: float) -> np.ndarray:
    """How strong a colour is, 0 to 255: linear in the weight, 255 at `scale_max` and above."""
    part = np.clip(weights / scale_max, 0, 1) if scale_max > 0 else np.zeros_like(weights)
    return np.asarray(np.round(part * 255), dtype=np.uint8)


def floor_for(run: AttentionRun) -> float:
    """The weight under which a fan's lines are left out: nothing for a sentence, 1 % for a longer text."""
    return FLOOR if len(run.tokens) > MANY else 0.0


def floor_of(patterns: Float32) -> float:
    """The weight under which lines are left out of so many patterns: 1 %, or more where over 3,000 would be drawn."""
    weights = patterns.ravel()
    if (weights >= FLOOR).sum() <= MOST_LINES:
        return FLOOR
    return float(np.ceil(np.partition(weights, -MOST_LINES)[-MOST_LINES] * 1000) / 1000)
