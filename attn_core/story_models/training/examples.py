"""Training examples: stories, roll calls and everyday passages as token ids, with what is to be learned of each."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transformers import PreTrainedTokenizerFast

from attn_core.story_models.stories import corpus, everyday
from attn_core.story_models.stories.roll_calls import Stage, roll_call

CHUNK = 8192
"""Examples drawn at once and sorted by length, so that a batch needs little padding."""

Span = tuple[int, int]
Pair = tuple[str, str, list[Span]]
"""Two texts and the spans of dependent words, counted in characters of the first text followed by the second."""


@dataclass(frozen=True)
class Text:
    """A text to learn from: the spans of its dependent words, or, of a passage, every word alike."""

    text: str
    spans: list[Span]
    every_word: bool = False


@dataclass(frozen=True)
class Example:
    """One token sequence. ``answers`` marks the tokens of dependent words; ``segments`` are BERT's 0 and 1.

    Where ``every_word`` is set, all tokens are learned; else the answers, the end and a few of the others.
    """

    ids: list[int]
    answers: list[bool]
    segments: list[int]
    every_word: bool = False


class Source:
    """Chunk number ``chunk`` of the training stream, text by text; new passages in the folder are in the next chunk."""

    def __init__(self, seed: int, chunk: int, stage: Stage) -> None:
        self.rng = random.Random(f"texts-{seed}-{chunk}")
        self.stage = stage
        self.stories = corpus.stories(seed * 100_000 + chunk, "train")
        self._passages = self._shuffled(everyday.passages("train"))

    def _shuffled(self, lines: list[str]) -> Iterator[str]:
        while True:
            self.rng.shuffle(lines)
            yield from lines

    def passage(self, count: int = 1) -> Text:
        """One passage, or ``count`` in a row."""
        lines = itertools.islice(self._passages, count)
        text = " ".join(everyday.write_passage(line, self.rng) for line in lines)
        return Text(everyday.typed_carelessly(text, self.rng), [], every_word=True)

    def story(self, count: int = 1) -> Text:
        """One story, or ``count`` in a row."""
        text, spans = "", []
        for story in itertools.islice(self.stories, count):
            shift = len(text) + 1 if text else 0
            text = f"{text} {story.text}" if text else story.text
            spans += [(answer.start + shift, answer.end + shift) for answer in story.answers]
        return Text(text, spans)

    def draw(self, *, joined: bool) -> Text:
        """A text of the stage's mixture; ``joined`` allows several in a row, so that longer texts are met as well."""
        draw = self.rng.random()
        if draw < self.stage.roll_calls:
            return Text(*roll_call(self.rng, self.stage))
        if draw < self.stage.roll_calls + self.stage.everyday:
            return self.passage(self.rng.choices((1, 2, 3), (85, 11, 4))[0] if joined else 1)
        return self.story(self.rng.choices((1, 2, 4), (80, 16, 4))[0] if joined else 1)


def split_pair(text: str, rng: random.Random) -> int:
    """Where the second text of a pair begins in ``text``: after a sentence; ``len(text)`` if there is only one."""
    starts = [match.end() for match in re.finditer(r'[.!?]"? (?=[A-Z"])', text)]
    starts = [start for start in starts if text[:start].count('"') % 2 == 0]
    return rng.choice(starts) if starts else len(text)


def _marked(offsets: Sequence[Span], spans: Sequence[Span]) -> list[bool]:
    """Which tokens overlap one of the spans (offsets of a word include the space before it)."""
    return [any(start < right and end > left for left, right in spans) for start, end in offsets]


def story_examples(
    tokenizer: PreTrainedTokenizerFast, seed: int, chunk: int, stage: Stage, count: int = CHUNK
) -> list[Example]:
    """Chunk number ``chunk`` of the training stream, tokenized for ``story``.

    ``<eos>`` ends every example, after the last of several texts only: where a text ends another may follow, and how
    often it does is what the model should learn. After the usual single text nothing does.
    """
    source = Source(seed, chunk, stage)
    texts = [source.draw(joined=True) for _ in range(count)]
    encoded = tokenizer([text.text for text in texts], return_offsets_mapping=True)
    end = tokenizer.eos_token_id
    return [
        Example([*ids, end], [*_marked(offsets, text.spans), False], [], text.every_word)
        for ids, offsets, text in zip(encoded["input_ids"], encoded["offset_mapping"], texts, strict=True)
    ]


def encode_pairs(tokenizer: PreTrainedTokenizerFast, pairs: Sequence[Pair]) -> list[Example]:
    """``[CLS] first [SEP] second [SEP]`` for each pair."""
    firsts, seconds = [first for first, _, _ in pairs], [second for _, second, _ in pairs]
    encoded = tokenizer(firsts, seconds, return_offsets_mapping=True)
    examples = []
    for row, (first, _, spans) in enumerate(pairs):
        offsets: list[Span] = []
        for (start, end), kind in zip(encoded["offset_mapping"][row], encoded.sequence_ids(row), strict=True):
            shift = len(first) if kind == 1 else 0
            offsets.append((-1, -1) if kind is None else (start + shift, end + shift))
        examples.append(Example(encoded["input_ids"][row], _marked(offsets, spans), encoded["token_type_ids"][row]))
    return examples


def as_pair(text: str, spans: Sequence[Span], cut: int) -> Pair:
    """``text`` in two at ``cut``, the space between them dropped and the spans moved accordingly."""
    first = text[:cut].rstrip()
    gap = cut - len(first)
    return first, text[cut:], [(a, b) if b <= cut else (a - gap, b - gap) for a, b in spans]


def pair_examples(
    tokenizer: PreTrainedTokenizerFast, seed: int, chunk: int, stage: Stage, count: int = CHUNK
) -> list[Example]:
    """Chunk number ``chunk`` of the training stream as sentence pairs for ``story-pair``."""
    source = Source(seed, chunk, stage)
    pairs, passages = [], []
    for _ in range(count):
        drawn = source.draw(joined=False)
        passages.append(drawn.every_word)
        text, spans = drawn.text, drawn.spans
        cut = split_pair(text, source.rng)
        if cut == len(text):  # a single sentence: another text of its kind is its partner
            other = source.passage() if drawn.every_word else source.story()
            spans = spans + [(start + cut, end + cut) for start, end in other.spans]
            text += other.text
        pairs.append(as_pair(text, spans, cut))
    encoded = encode_pairs(tokenizer, pairs)
    return [replace(example, every_word=passage) for example, passage in zip(encoded, passages, strict=True)]
