"""The net under every capture: a model is shown only if its attention, as we compute it, is the model's own."""

from __future__ import annotations

import sys
from math import isnan

import numpy as np
import torch

from attn_core.errors import BrokenModelError
from attn_core.forward.hook import Call, install, listening, unsupported
from attn_core.forward.kept import kept, to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.seq2seq import start_token
from attn_core.records.attention import attend

_N_TOKENS = 8
_N_WRITTEN = 5  # by a decoder that reads what an encoder read; fewer, so that the two can't be mistaken
_TOLERANCE = 1e-4  # of float32 against float32: far above rounding, far below a missing term


def require_agreement(loaded: LoadedModel) -> None:
    """Make the model attend through our function, read eight tokens, and compare every layer with its eager attention.

    Of an encoder–decoder that is all layers of its three attentions.
    Raises UnsupportedModelError where a layer does not show its attention or has another one, or a decoder has no
    token to start with, BrokenModelError where the weights give no numbers.
    """
    model = loaded.model
    install(model)
    deviations: list[float] = []

    def compare(call: Call) -> None:
        if call.scores.query.shape[1] not in (loaded.n_heads, getattr(model.config, "decoder_attention_heads", 0)):
            raise ValueError("its layers differ in their number of heads")
        deviations.append(_deviation(call))

    ids = torch.arange(_N_TOKENS, device=model.device)[None] % model.config.vocab_size
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if loaded.kind == "encoder-decoder":
        start_token(loaded)  # raises where there is none, which every capture would
        inputs["decoder_input_ids"] = ids[:, :_N_WRITTEN]
    try:
        with torch.inference_mode(), listening(compare):
            model.base_model(**inputs)
    except Exception as error:  # an architecture that we have never seen may fail in any way
        raise unsupported(model, str(error)) from error
    expected = sum(loaded.depths.values())
    if len(deviations) != expected:
        raise unsupported(model, f"{len(deviations)} of its {expected} layers show their attention")
    if any(isnan(value) for value in deviations):
        raise BrokenModelError(f"{loaded.entry.title} computes no numbers", "Its weights overflow. Save it in float32.")
    if max(deviations) > _TOLERANCE:
        layer = deviations.index(max(deviations))
        raise unsupported(model, f"layer {layer} attends by more than queries and keys")


def _deviation(call: Call) -> float:
    """Largest difference, 0 to 1, between our pattern and the model's own eager attention, both in float32.

    They start from the same q, k and mask, so a difference above rounding is a term of the scores that we do not
    know: a sink, a position bias … Raises ValueError where the model has no eager attention.
    """
    eager = getattr(sys.modules[type(call.module).__module__], "eager_attention_forward", None)
    if eager is None:
        raise ValueError("it has no eager attention to compare with")
    layers, masks, biases = kept([call.scores])
    ours = attend(layers[0], masks[0], bias=next(iter(biases), None))
    hidden = ~torch.from_numpy(masks[0]).to(call.value.device)
    mask = torch.zeros(hidden.shape, dtype=torch.float32, device=hidden.device).masked_fill(
        hidden, torch.finfo(torch.float32).min
    )
    q, k, v = call.scores.query.float(), call.scores.key.float(), call.value.float()
    _, theirs = eager(call.module, q, k, v, mask[None, None], scaling=call.scores.scale, dropout=0.0, **call.extra)
    return float(np.abs(ours - to_numpy(theirs[0].float())).max())
