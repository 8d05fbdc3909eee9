"""What a model can read: texts that are refused, each in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from attn_core.errors import EmptyPromptError, PromptError, PromptTooLongError
from attn_core.forward.loaded import LoadedModel
from attn_core.records.tokens import Token

_MASK = "[MASK]"  # how a visitor writes it; each model has a spelling of its own

CHARACTERS_A_TOKEN = 20
"""No ordinary text has more on average; a longer one is refused unread, for tokenizing may take minutes by itself."""


def usable_text(model: LoadedModel, text: str, max_tokens: int | None) -> str:
    """The text as the model reads it.

    Raises PromptTooLongError where it can't but have more tokens than the limit, EmptyPromptError where nothing is
    visible, PromptError where it is not Unicode.
    """
    limit = _limit(model, max_tokens)
    if limit is not None and len(text) > limit * CHARACTERS_A_TOKEN:
        raise PromptTooLongError(
            "The text is too long",
            f"It has {len(text):,} characters, and the limit for {model.entry.title} is {limit} tokens, pieces of a"
            " few characters each. Use a part of it.",
        )
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


def without_last_blanks(text: str) -> str:
    """The text without the blanks and line breaks at its end, which are tokens of their own to a decoder.

    A text of nothing else stays as it is, and `usable_text` says what is wrong with it.
    """
    return text.rstrip() or text


def _empty() -> EmptyPromptError:
    return EmptyPromptError("There is nothing to read", "The text has no visible character. Type a word or a sentence.")


def require_tokens(tokens: Sequence[Token]) -> None:
    """Raise EmptyPromptError where the tokenizer found nothing in the text, or nothing but special tokens."""
    if not all(token.special for token in tokens):
        return
    if any(token.span[0] < token.span[1] for token in tokens):
        raise EmptyPromptError(
            "There is nothing to read",
            "The text has nothing but the model’s own special tokens, which stand for no words. Type a word, too.",
        )
    raise _empty()


def require_length(model: LoadedModel, count: int, max_tokens: int | None) -> None:
    """Raise PromptTooLongError where a text has more tokens than the limit, or than the model can read."""
    limit = _limit(model, max_tokens)
    if limit is not None and count > limit:
        raise PromptTooLongError(
            "The text is too long",
            f"It has {count} tokens, and the limit for {model.entry.title} is {limit}. Shorten it by about"
            f" {count - limit} tokens.",
        )


def _limit(model: LoadedModel, max_tokens: int | None) -> int | None:
    """The most tokens a text may have; None where nothing limits it."""
    return min((number for number in (max_tokens, model.n_ctx) if number is not None), default=None)
