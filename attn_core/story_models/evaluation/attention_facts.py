"""Where the embedded decoder looks, for its model card: eager attention, the row of the last position."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


@torch.inference_mode()
def last_rows(model: Any, tokenizer: Any, prompt: str) -> tuple[list[str], np.ndarray]:
    """Token texts and the attention of the last position, ``[layer, head, key_pos]``, every row summing to 1."""
    encoded = tokenizer(prompt, return_tensors="pt")
    attentions = model(**encoded, output_attentions=True).attentions
    rows = np.stack([layer[0, :, -1].float().numpy() for layer in attentions])
    return tokenizer.convert_ids_to_tokens(encoded["input_ids"][0].tolist()), rows


def nearest_share(rows: np.ndarray, count: int = 4) -> np.ndarray:
    """Share, 0 to 1, of attention on the last ``count`` positions, the predicting one included; ``[layer]``."""
    return np.asarray(rows[:, :, -count:].sum(-1).mean(-1))


def measure(model: Any, tokenizer: Any, short: str, word: str, long: str) -> dict[str, Any]:
    """Head and layer that look most at ``word`` in ``short``; the most local layer; what ``<bos>`` takes.

    Layers and heads count from 0. Layer numbers are means over heads; locality is measured on the ``long`` prompt.
    """
    tokens, rows = last_rows(model, tokenizer, short)
    place = next(index for index, token in enumerate(tokens) if token.strip("▁") == word)
    at_word = rows[:, :, place]
    layer, head = np.unravel_index(int(at_word.argmax()), at_word.shape)
    _, long_rows = last_rows(model, tokenizer, long)
    nearest = nearest_share(long_rows)
    by_layer = at_word.mean(-1)
    return {
        "word": word,
        "head": {"layer": int(layer), "head": int(head), "share": float(at_word[layer, head])},
        "layer": {"layer": int(by_layer.argmax()), "share": float(by_layer.max())},
        "most_local": {"layer": int(nearest.argmax()), "share": float(nearest.max())},
        "nearest_share": [float(value) for value in nearest],
        "bos_short": [float(value) for value in rows[:, :, 0].mean(-1)],
        "bos_long": [float(value) for value in long_rows[:, :, 0].mean(-1)],
    }
