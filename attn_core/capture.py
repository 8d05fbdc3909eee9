"""One prompt through a loaded model: what it reads, what it predicts and where every layer looked."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from attn_core.errors import EmptyPromptError, PromptError, PromptTooLongError
from attn_core.tokens import Vocabulary, describe
from attn_core.types import AttentionRun, Float32, MaskedToken, NextToken, attend

if TYPE_CHECKING:
    from attn_core.loading import LoadedModel

N_CANDIDATES = 50
_MASK = "[MASK]"  # how a visitor writes it; each model has a spelling of its own


def capture(model: LoadedModel, prompt: str, pair: str | None = None, *, max_tokens: int | None = None) -> AttentionRun:
    """Read `prompt` (and `pair`, for an encoder) in one forward, and keep what every layer attended with.

    A decoder's run has the 50 likeliest next tokens. An encoder's has as many for each [MASK] in the text, which is
    recorded in the model's own spelling. `max_tokens` limits the prompt where that is fewer than the model can read.

    Raises EmptyPromptError, PromptTooLongError, PromptError (a pair for a decoder, text that is not Unicode),
    BusyError where the model is not free in time, and UnsupportedModelError.
    """
    from attn_core.attention import forward  # here, so that attn_core can be imported without torch

    texts = _texts(model, prompt, pair)
    vocabulary = Vocabulary(model.tokenizer)
    encoding = model.tokenizer(*texts, return_token_type_ids=True)
    token_info = describe(vocabulary, encoding.encodings[0], texts)
    ids = encoding["input_ids"]
    _require_length(model, len(ids), max_tokens)
    if all(token.special for token in token_info):
        raise _empty()
    masked = [i for i, number in enumerate(ids) if model.kind == "encoder" and number == model.tokenizer.mask_token_id]
    predicting_pos = masked[0] if masked else len(ids) - 1
    wanted = masked if model.kind == "encoder" else [predicting_pos]
    with model.forward_lock():
        layers, masks, logits = forward(model, encoding, wanted)
    rows = slice(predicting_pos, predicting_pos + 1)
    predictions = [candidates(vocabulary, row) for row in logits]
    decoder = model.kind == "decoder"
    return AttentionRun(
        model=model.entry.name,
        kind=model.kind,
        prompt=texts[0],
        pair=texts[1] if pair is not None else None,
        token_info=token_info,
        next_tokens=predictions[0] if decoder else (),
        masked_tokens=() if decoder else tuple(map(MaskedToken, masked, predictions)),
        predicting_pos=predicting_pos,
        last_query=np.stack([attend(layer, masks[layer.mask], rows)[:, 0] for layer in layers]),
        layers=tuple(layers),
        masks=tuple(masks),
    )


def candidates(vocabulary: Vocabulary, logits: Float32) -> tuple[NextToken, ...]:
    """The 50 likeliest tokens for logits [vocabulary], best first, with softmax over the whole vocabulary."""
    weights = np.exp(logits - logits.max())
    probabilities = weights / weights.sum()
    count = min(N_CANDIDATES, len(logits))
    best = np.argpartition(-probabilities, count - 1)[:count]
    # Equal probabilities come in the order of the vocabulary, so that a run can be repeated.
    best = best[np.lexsort((best, -probabilities[best]))]
    return tuple(
        NextToken(number, vocabulary.label(number), vocabulary.text([number]), float(probabilities[number]))
        for number in best.tolist()
    )


def _texts(model: LoadedModel, prompt: str, pair: str | None) -> list[str]:
    if pair is None:
        return [_text(model, prompt)]
    if model.kind == "decoder":
        raise PromptError(
            f"{model.entry.title} reads one text",
            "A second text in the same reading is for encoders such as BERT. Leave it out, or choose one of them.",
        )
    return [_text(model, prompt), _text(model, pair)]


def _text(model: LoadedModel, text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise PromptError(
            "This text is not Unicode", f"Character {error.start + 1} is half of a pair. Remove it and try again."
        ) from error
    # Blanks, controls and zero-width characters alone leave nothing that a person could see being attended to.
    if all(unicodedata.category(character)[0] in "CZ" for character in text):
        raise _empty()
    if model.kind == "encoder" and model.tokenizer.mask_token:
        return text.replace(_MASK, model.tokenizer.mask_token)
    return text


def _empty() -> EmptyPromptError:
    return EmptyPromptError("There is nothing to read", "The text has no visible character. Type a word or a sentence.")


def _require_length(model: LoadedModel, count: int, max_tokens: int | None) -> None:
    limit = min((number for number in (max_tokens, model.n_ctx) if number is not None), default=None)
    if limit is not None and count > limit:
        raise PromptTooLongError(
            "The text is too long",
            f"It has {count} tokens, and the limit for {model.entry.title} is {limit}. Shorten it by about"
            f" {count - limit} tokens.",
        )
