"""A prompt that a model knows, near to one that it does not."""

from __future__ import annotations

from attn_core.forward.words import FUNCTION_WORDS, words
from attn_core.records.familiarity import Reference
from attn_core.summaries.familiarity import known


def nearest_prompt(reference: Reference, prompt: str) -> str | None:
    """Of the passages that a model is at home in and gets right, the one that shares most words with a prompt.

    Content words count first, then function words; of equals the shortest is taken. None where the model is at home in
    no passage.
    """
    asked = _words(prompt)

    def shared(text: str) -> tuple[int, int, int]:
        common = _words(text) & asked
        return len(common - FUNCTION_WORDS), len(common), -len(text)

    return max((text for text in known(reference) if text != prompt), key=shared, default=None)


def _words(text: str) -> set[str]:
    return {text[start:end].casefold() for start, end in words(text)}
