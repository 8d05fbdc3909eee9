"""One prompt through a loaded model: what it reads, what it predicts and where every layer looked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from attn_core.errors import EmptyPromptError, PromptError, PromptTooLongError
from attn_core.forward.vocabulary import Vocabulary, describe
from attn_core.records.attention import Attention, Float32
from attn_core.records.run import AttentionRun, MaskedToken, NextToken, Token, TranslationRun

if TYPE_CHECKING:
    from attn_core.models.loading import LoadedModel

N_CANDIDATES = 50
_MASK = "[MASK]"  # how a visitor writes it; each model has a spelling of its own


def capture(
    model: LoadedModel,
    prompt: str,
    pair: str | None = None,
    *,
    target: str | None = None,
    max_tokens: int | None = None,
) -> AttentionRun | TranslationRun:
    """Read `prompt` (and `pair`, for an encoder) in one forward, and keep what every layer attended with.

    A decoder's run has the 50 likeliest next tokens. An encoder's has as many for each [MASK] in the text, which is
    recorded in the model's own spelling. An encoder–decoder's is a TranslationRun: of the prompt and `target`, or,
    where that is None, of what the model itself writes, token by token the likeliest, up to 60 of them. `max_tokens`
    limits the prompt, and a typed target, where that is fewer than the model can read.

    Raises EmptyPromptError, PromptTooLongError, PromptError (a pair for other models than encoders, a target for
    others than encoder–decoders, text that is not Unicode), BusyError where the model is not free in time, and
    UnsupportedModelError.
    """
    if pair is not None and model.kind != "encoder":
        raise PromptError(
            f"{model.entry.title} reads one text",
            "A second text in the same reading is for encoders such as BERT. Leave it out, or choose one of them.",
        )
    if model.kind == "encoder-decoder":
        from attn_core.forward.translate import translate  # here, because that module uses this one

        return translate(model, prompt, target, max_tokens)
    if target is not None:
        raise PromptError(
            f"{model.entry.title} writes no second text",
            "A target is for encoder–decoders such as T5, which read one text and write another. Leave it out, or"
            " choose one of them.",
        )
    return _read(model, prompt, pair, max_tokens)


def _read(model: LoadedModel, prompt: str, pair: str | None, max_tokens: int | None) -> AttentionRun:
    from attn_core.forward.hook import forward  # here, so that attn_core can be imported without torch

    texts = [usable_text(model, text) for text in (prompt, pair) if text is not None]
    vocabulary = Vocabulary(model.tokenizer)
    encoding = model.tokenizer(*texts, return_token_type_ids=True)
    token_info = describe(vocabulary, encoding.encodings[0], texts)
    ids = encoding["input_ids"]
    require_length(model, len(ids), max_tokens)
    require_tokens(token_info)
    masked = [i for i, number in enumerate(ids) if model.kind == "encoder" and number == model.tokenizer.mask_token_id]
    predicting_pos = masked[0] if masked else len(ids) - 1
    wanted = masked if model.kind == "encoder" else [predicting_pos]
    with model.forward_lock():
        kept, logits = forward(model, encoding, wanted)
    attention = Attention(token_info, token_info, *kept)
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
        last_query=np.stack([attention.pattern(layer, rows)[:, 0] for layer in range(attention.n_layers)]),
        layers=kept.layers,
        masks=kept.masks,
        biases=kept.biases,
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


def usable_text(model: LoadedModel, text: str) -> str:
    """The text as the model reads it. Raises EmptyPromptError where nothing is visible, PromptError if not Unicode."""
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


def require_tokens(tokens: Sequence[Token]) -> None:
    """Raise EmptyPromptError where the tokenizer found nothing in the text."""
    if all(token.special for token in tokens):
        raise _empty()


def require_length(model: LoadedModel, count: int, max_tokens: int | None) -> None:
    """Raise PromptTooLongError where a text has more tokens than the limit, or than the model can read."""
    limit = min((number for number in (max_tokens, model.n_ctx) if number is not None), default=None)
    if limit is not None and count > limit:
        raise PromptTooLongError(
            "The text is too long",
            f"It has {count} tokens, and the limit for {model.entry.title} is {limit}. Shorten it by about"
            f" {count - limit} tokens.",
        )
