"""One forward of an encoder–decoder, stack by stack, and what it writes when nobody tells it what to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from attn_core.forward.hook import Call, every_layer, listening, unsupported
from attn_core.forward.kept import Kept, Scores, to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import Float32

MAX_WRITTEN = 60  # tokens: a long sentence; each costs a forward of the decoder


class Translation(NamedTuple):
    """What the decoder was shown (its start token first), what every stack attended with, and what comes next."""

    decoder_ids: list[int]
    stacks: dict[str, Kept]  # "encoder", "cross" and "decoder"
    logits: Float32  # [vocabulary], after the last of decoder_ids; -inf for what the model is set never to write


def start_token(model: LoadedModel) -> int:
    """The token that a decoder is shown before the first it writes. Raises UnsupportedModelError where none is set."""
    settings = model.model.generation_config
    first = settings.decoder_start_token_id
    first = settings.bos_token_id if first is None else first
    if not isinstance(first, int):
        raise unsupported(model.model, "its config.json does not say with which token its decoder starts")
    return first


def end_tokens(model: LoadedModel) -> set[int]:
    """The tokens with which the model ends what it writes."""
    ends = model.model.generation_config.eos_token_id
    return set(ends) if isinstance(ends, list) else {ends}


def forward(model: LoadedModel, ids: Sequence[int], decoder_ids: Sequence[int] | None) -> Translation:
    """Read `ids`, and write `decoder_ids` or, where they are None, what the model finds likeliest token by token.

    Raises UnsupportedModelError where a layer did not show its attention.
    """
    heard: dict[str, list[Scores]] = {"encoder": [], "cross": [], "decoder": []}

    def hear(call: Call) -> None:  # of a decoder's two attentions only that to its own text hides what comes later
        heard["decoder" if call.scores.causal else "cross"].append(call.scores)

    inputs = torch.tensor([ids], device=model.device)
    mask = torch.ones_like(inputs)
    with torch.inference_mode():
        with listening(lambda call: heard["encoder"].append(call.scores)):
            read = model.model.get_encoder()(input_ids=inputs, attention_mask=mask)
        written = _greedy(model, read, mask) if decoder_ids is None else list(decoder_ids)
        shown = torch.tensor([written], device=model.device)
        with listening(hear):
            found = model.model(encoder_outputs=read, attention_mask=mask, decoder_input_ids=shown, use_cache=False)
        logits = found.logits[0, -1].float()
        logits[_forbidden(model)] = -torch.inf
    stacks = {stack: every_layer(model, stack, scores) for stack, scores in heard.items()}
    return Translation(written, stacks, to_numpy(logits))


def _greedy(model: LoadedModel, read: Any, mask: torch.Tensor) -> list[int]:
    """The start token and the likeliest tokens after it, without the one that ends them; at most MAX_WRITTEN."""
    room = MAX_WRITTEN if model.n_ctx is None else min(MAX_WRITTEN, model.n_ctx - 1)
    limits = {"max_length": 1 + room, "max_new_tokens": None}  # in place of those of generation_config.json
    found = model.model.generate(encoder_outputs=read, attention_mask=mask, do_sample=False, num_beams=1, **limits)
    written: list[int] = found[0].tolist()
    return written[:-1] if written[-1] in end_tokens(model) and len(written) > 1 else written


def _forbidden(model: LoadedModel) -> list[int]:
    """Tokens that the model is set never to write: Marian's padding would else be its likeliest."""
    sequences = model.model.generation_config.bad_words_ids or []
    return [sequence[0] for sequence in sequences if len(sequence) == 1]
