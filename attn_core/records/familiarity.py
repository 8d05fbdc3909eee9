"""Whether a model knows what it reads: how a prompt compares with everyday passages, as the same model reads those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Step = Literal["at home", "unsure", "lost"]


@dataclass(frozen=True)
class UnknownWord:
    """A word that the vocabulary does not have whole. `span` is its half-open character range in the prompt."""

    text: str
    span: tuple[int, int]
    pieces: int  # tokens that it is cut into; 1 where the tokenizer has no better than “unknown” for it


@dataclass(frozen=True)
class Passage:
    """An everyday passage, cut before a word, as one model reads it."""

    prompt: str
    word_bits: tuple[float, ...]  # surprise at each word, 0 and more; empty where the model reads no next word
    top_probability: float  # of the first choice for the word that follows, 0 to 1
    hit: bool  # whether that choice fits there


@dataclass(frozen=True, eq=False)
class Reference:
    """How everyday passages read to one model; prompts are told by comparison with them."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Familiarity:
    """How well one model knows one prompt."""

    unknown: tuple[UnknownWord, ...]
    taught_whole: bool  # the model's words were taught whole, so that one in pieces is new to it
    bits_a_word: float | None  # mean surprise at a word, 0 and more; None where the model reads no next word
    percentile: float | None  # how many of 100 everyday passages surprise the model less, up to as many words
    top_probability: float  # of the first choice, 0 to 1
    entropy_bits: float  # of the whole prediction, 0 to log2(vocabulary)
    fits: float  # expected chance that the first choice fits, 0 to 1, from the passages that read alike
    step: Step
