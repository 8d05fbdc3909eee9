"""How well a decoder foresees everyday passages that training never read."""

from __future__ import annotations

import math
import random
from typing import Any

import torch

from attn_core.story_models.stories import everyday


@torch.inference_mode()
def bits_per_word(model: Any, tokenizer: Any, seed: int = 2_026) -> float:
    """Mean bits a word of the held-out passages, the end of each text included.

    Words are what stands between spaces, so that tokenizers can be compared. Each passage is drawn once.
    """
    rng = random.Random(seed)
    texts = [everyday.write_passage(line, rng) for line in everyday.passages("held_out")]
    texts.sort(key=len)
    nats = 0.0
    for start in range(0, len(texts), 64):
        rows = [[*ids, tokenizer.eos_token_id] for ids in tokenizer(texts[start : start + 64])["input_ids"]]
        ids = torch.full((len(rows), max(map(len, rows))), tokenizer.pad_token_id)
        for row, filled in zip(ids, rows, strict=True):
            row[: len(filled)] = torch.tensor(filled)
        labels = ids[:, 1:].masked_fill(ids[:, 1:] == tokenizer.pad_token_id, -100)
        logits = model(ids[:, :-1], use_cache=False).logits
        nats += float(torch.nn.functional.cross_entropy(logits.mT.float(), labels, reduction="sum"))
    return nats / math.log(2) / sum(len(text.split(" ")) for text in texts)
