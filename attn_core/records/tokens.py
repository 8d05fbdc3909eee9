"""Tokens as records: what each position of a text is, and what is predicted for a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["decoder", "encoder", "encoder-decoder"]
WordClass = Literal["content", "function", "punctuation", "special"]


@dataclass(frozen=True)
class NextToken:
    """One candidate for a place in the text; `probability` is 0 to 1 over the whole vocabulary."""

    id: int
    label: str  # as displayed: spaces and newlines visible, bytes named
    text: str  # as it would be written, leading space included
    probability: float


@dataclass(frozen=True)
class MaskedToken:
    """What an encoder reads at a mask token: the position, and candidates best first."""

    position: int
    candidates: tuple[NextToken, ...]


@dataclass(frozen=True)
class Token:
    """One position of a text.

    `span` is its half-open character range in the text it is from: the prompt (or, in a translation, the target)
    where `segment` is 0, the pair where it is 1; (0, 0) for a token that was added. `sentence` counts from 0 over
    prompt and pair, and is -1 for a special token.
    """

    id: int
    label: str
    special: bool
    segment: int
    span: tuple[int, int]
    sentence: int
    word_class: WordClass
