"""A prompt through an encoder–decoder: what it reads, what it writes and where its three attentions looked."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from attn_core.errors import PromptError
from attn_core.forward.anywhere import anywhere
from attn_core.forward.candidates import candidates
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.texts import require_length, require_tokens, usable_text
from attn_core.forward.vocabulary import Vocabulary, describe
from attn_core.records.attention import Attention
from attn_core.records.tokens import Token
from attn_core.records.translation import TranslationRun


class _Target(NamedTuple):
    """A text and its tokens, the start token first, named as in a tokenizers.Encoding.

    The sequence of a token that was added is None. Offsets are half-open character ranges.
    """

    text: str
    ids: list[int]
    sequence_ids: list[int | None]
    offsets: list[tuple[int, int]]


@anywhere
def translate(
    model: LoadedModel, prompt: str, target: str | None = None, *, max_tokens: int | None = None
) -> TranslationRun:
    """Read `prompt` through an encoder–decoder and write `target`, and keep what its three attentions attended with.

    Where `target` is None it is what the model itself writes, token by token the likeliest, up to 60 of them.
    `max_tokens` limits the prompt, and a typed target, where that is fewer than the model can read.

    Raises EmptyPromptError, PromptTooLongError, PromptError (another model than an encoder–decoder, text that is not
    Unicode), BusyError where the model is not free in time, and UnsupportedModelError.
    """
    from attn_core.forward.seq2seq import forward  # here, so that attn_core can be imported without torch

    if model.kind != "encoder-decoder":
        raise PromptError(
            f"{model.entry.title} writes no second text",
            "A target is for encoder–decoders such as T5, which read one text and write another. Use `capture`, or"
            " choose one of them.",
        )
    vocabulary = Vocabulary(model.tokenizer)
    prompt = usable_text(model, prompt, max_tokens)
    encoding = model.tokenizer(prompt)
    require_length(model, len(encoding["input_ids"]), max_tokens)
    prompt_tokens = describe(vocabulary, encoding.encodings[0], [prompt])
    require_tokens(prompt_tokens)
    typed = None if target is None else _typed(model, usable_text(model, target, max_tokens), max_tokens)
    with model.forward_lock():
        found = forward(model, encoding["input_ids"], typed.ids if typed else None)
    written = typed or _generated(vocabulary, found.decoder_ids)
    target_tokens = _tokens(vocabulary, written)
    return TranslationRun(
        model=model.entry.name,
        prompt=prompt,
        target=written.text,
        generated=typed is None,
        next_tokens=candidates(vocabulary, found.logits),
        encoder=Attention(prompt_tokens, prompt_tokens, *found.stacks["encoder"]),
        cross=Attention(target_tokens, prompt_tokens, *found.stacks["cross"]),
        decoder=Attention(target_tokens, target_tokens, *found.stacks["decoder"]),
    )


def _typed(model: LoadedModel, text: str, max_tokens: int | None) -> _Target:
    """A typed target: without the end token that its tokenizer adds, which the decoder is to predict."""
    from attn_core.forward.seq2seq import end_tokens, start_token

    encoding = model.tokenizer(text_target=text).encodings[0]
    ended = bool(encoding.ids) and encoding.ids[-1] in end_tokens(model)
    count = len(encoding.ids) - ended
    require_length(model, 1 + count, max_tokens)
    return _Target(
        text,
        [start_token(model), *encoding.ids[:count]],
        [None, *encoding.sequence_ids[:count]],
        [(0, 0), *encoding.offsets[:count]],
    )


def _generated(vocabulary: Vocabulary, ids: list[int]) -> _Target:
    """A target that the model wrote: what its tokens say, and where in it each of them stands."""
    added = [i == 0 or number in vocabulary.special_ids for i, number in enumerate(ids)]
    text, offsets = vocabulary.written([number for number, special in zip(ids, added, strict=True) if not special])
    places = iter(offsets)
    return _Target(
        text,
        ids,
        [None if special else 0 for special in added],
        [(0, 0) if special else next(places) for special in added],
    )


def _tokens(vocabulary: Vocabulary, target: _Target) -> tuple[Token, ...]:
    start, *rest = describe(vocabulary, target, [target.text])
    return (replace(start, special=True, sentence=-1, word_class="special"), *rest)
