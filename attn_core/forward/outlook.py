"""What a model expects as it reads: how surprising each token was to it, and how spread its prediction is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import Float32

_ELEMENTS = 2**24  # of logits at once: 67 MB in float32, 64 positions of Gemma's vocabulary and all of Story's


@dataclass(frozen=True, eq=False)
class Outlook:
    """One text's surprises and the prediction at one of its places."""

    bits: Float32  # [position], of each token given those before; nan where the model reads none or it wasn't kept
    best: int  # the likeliest token
    top_probability: float  # of that, 0 to 1
    entropy_bits: float  # of the whole prediction


def outlooks(model: LoadedModel, texts: Sequence[Sequence[int]], places: Sequence[int]) -> list[Outlook]:
    """One forward of several texts of tokens, each with the place whose prediction is wanted: a decoder's last.

    Of long texts only the surprises of the last tokens are kept, as many as _ELEMENTS allow; an encoder has none.
    Raises BusyError where the model is not free in time.
    """
    longest = max(map(len, texts))
    padding = model.tokenizer.pad_token_id or 0
    ids = torch.tensor([[*text, *[padding] * (longest - len(text))] for text in texts], device=model.device)
    decoder = model.kind == "decoder"
    keep = min(longest, max(2, _ELEMENTS // (len(texts) * int(model.model.config.vocab_size))))
    options: dict[str, Any] = {"use_cache": False} if decoder else {}
    if not decoder:  # no token of a decoder's text sees the padding after it
        mask = [[1] * len(text) + [0] * (longest - len(text)) for text in texts]
        options["attention_mask"] = torch.tensor(mask, device=model.device)
    elif len(texts) == 1:
        options["logits_to_keep"] = keep
    with model.forward_lock(), torch.inference_mode():
        logits = model.model(input_ids=ids, **options).logits
        return [_outlook(row, text, place, decoder) for row, text, place in zip(logits, texts, places, strict=True)]


def batches(model: LoadedModel, lengths: Sequence[int]) -> list[range]:
    """Consecutive texts that may be read at once, so that their logits stay within the bound; at most 32."""
    found, start = [], 0
    for end in range(1, len(lengths) + 1):
        more = max(lengths[start : end + 1]) * (end + 1 - start) * int(model.model.config.vocab_size)
        if end == len(lengths) or end - start == 32 or more > _ELEMENTS // 4:
            found.append(range(start, end))
            start = end
    return found


def _outlook(logits: torch.Tensor, text: Sequence[int], place: int, decoder: bool) -> Outlook:
    """`logits` are [position, vocabulary], of the last positions, or of all with padding after them."""
    first = max(0, len(text) - len(logits))
    kept = logits[: len(text) - first] if decoder else logits[place : place + 1]
    logs = kept.float().log_softmax(-1)
    bits = np.full(len(text), np.nan, dtype=np.float32)
    if decoder:
        read = torch.tensor(text[first + 1 :], device=logs.device)
        bits[first + 1 :] = (-logs[:-1].gather(1, read[:, None])[:, 0] / math.log(2)).cpu().numpy()
    last = logs[-1]
    chances = last.exp()
    entropy = -(chances * last.clamp(min=-100)).sum() / math.log(2)
    return Outlook(bits, int(last.argmax()), float(chances.max()), max(0.0, float(entropy)))
