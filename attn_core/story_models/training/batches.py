"""Training batches: stories as token ids, with the dependent words weighing more than the rest."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedTokenizerFast

from attn_core.story_models.stories import corpus
from attn_core.story_models.stories.roll_calls import Stage, roll_call

ANSWER_WEIGHT = 8.0
"""What a dependent word weighs in the loss; every other token weighs 1."""

CHUNK = 8192
"""Stories drawn at once and sorted into lengths, so that a batch needs little padding."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """One token sequence. ``answers`` marks the tokens of dependent words; ``segments`` are BERT's 0 and 1."""

    ids: list[int]
    answers: list[bool]
    segments: list[int]


@dataclass(frozen=True)
class Batch:
    """Tensors ``[batch, position]``: ``weights`` is the loss weight of predicting ``labels`` at that position."""

    input_ids: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor
    segments: torch.Tensor
    mask: torch.Tensor


def _joined(rng: random.Random, stream: Iterator[corpus.Story], stage: Stage) -> tuple[str, list[Span]]:
    """One story, or sometimes two to four in a row, so that the model also meets longer texts; or a roll call."""
    if rng.random() < stage.roll_calls:
        return roll_call(rng, stage)
    count = rng.choices((1, 2, 4), (80, 16, 4))[0]
    text, spans = "", []
    for story in itertools.islice(stream, count):
        shift = len(text) + 1 if text else 0
        text = f"{text} {story.text}" if text else story.text
        spans += [(answer.start + shift, answer.end + shift) for answer in story.answers]
    return text, spans


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
    """Chunk number ``chunk`` of the training stream, tokenized for ``story``."""
    rng = random.Random(f"join-{seed}-{chunk}")
    stream = corpus.stories(seed * 100_000 + chunk, "train")
    texts = [_joined(rng, stream, stage) for _ in range(count)]
    encoded = tokenizer([text for text, _ in texts], return_offsets_mapping=True)
    rows = zip(encoded["input_ids"], encoded["offset_mapping"], texts, strict=True)
    return [Example(ids, _marked(offsets, spans), []) for ids, offsets, (_, spans) in rows]


Pair = tuple[str, str, list[Span]]
"""Two texts and the spans of dependent words, counted in characters of the first text followed by the second."""


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
    rng = random.Random(f"pair-{seed}-{chunk}")
    stream = corpus.stories(seed * 100_000 + chunk, "train")
    pairs = []
    for story in itertools.islice(stream, count):
        text, spans = story.text, [(answer.start, answer.end) for answer in story.answers]
        if rng.random() < stage.roll_calls:
            text, spans = roll_call(rng, stage)
        cut = split_pair(text, rng)
        if cut == len(text):  # a single sentence: another story is its partner
            other = next(stream)
            spans += [(answer.start + cut, answer.end + cut) for answer in other.answers]
            text += other.text
        pairs.append(as_pair(text, spans, cut))
    return encode_pairs(tokenizer, pairs)


def rounded(length: int) -> int:
    """``length`` rounded up to a multiple of 8: few shapes, because the CPU kernels are compiled anew for each."""
    return -(-length // 8) * 8


def grouped(examples: list[Example], tokens: int, rng: random.Random) -> list[list[Example]]:
    """Groups of one rounded length, each about ``tokens`` tokens with its padding, in random order.

    Only full groups are kept: a short rest of each length is dropped.
    """
    buckets: dict[int, list[Example]] = {}
    for example in examples:
        buckets.setdefault(rounded(len(example.ids)), []).append(example)
    groups = []
    for length, bucket in sorted(buckets.items()):
        size = max(1, tokens // length)
        groups += [bucket[at : at + size] for at in range(0, len(bucket) - size + 1, size)]
    rng.shuffle(groups)
    return groups


def causal_batch(group: list[Example]) -> Batch:
    """Next-token prediction: ``labels[t]`` is the token after position t."""
    length = rounded(max(len(example.ids) for example in group)) + 1
    ids = torch.zeros(len(group), length, dtype=torch.long)
    weights = torch.zeros(len(group), length)
    for row, example in enumerate(group):
        size = len(example.ids)
        ids[row, :size] = torch.tensor(example.ids)
        weights[row, :size] = torch.tensor([ANSWER_WEIGHT if mark else 1.0 for mark in example.answers])
    mask = weights > 0
    return Batch(ids[:, :-1], ids[:, 1:], weights[:, 1:], torch.zeros_like(ids[:, :-1]), mask[:, :-1])


def masked_batch(group: list[Example], mask_id: int, vocabulary: int, rng: random.Random) -> Batch:
    """Masked words: most dependent words are masked, and one other token in eight, as BERT does it (80/10/10)."""
    length = rounded(max(len(example.ids) for example in group))
    shape = (len(group), length)
    ids, labels = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    segments, weights = torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    for row, example in enumerate(group):
        size = len(example.ids)
        labels[row, :size] = torch.tensor(example.ids)
        segments[row, :size] = torch.tensor(example.segments)
        hidden = list(example.ids)
        for place, mark in enumerate(example.answers):
            if example.ids[place] < 5 or rng.random() > (0.7 if mark else 0.12):
                continue
            weights[row, place] = ANSWER_WEIGHT if mark else 1.0
            draw = rng.random()
            if mark or draw < 0.8:
                hidden[place] = mask_id
            elif draw < 0.9:
                hidden[place] = rng.randrange(5, vocabulary)
        ids[row, :size] = torch.tensor(hidden)
    return Batch(ids, labels, weights, segments, labels != 0)


def chosen(weights: torch.Tensor, count: int) -> torch.Tensor:
    """Flat positions whose loss is computed: every dependent word first, then a random choice of the others.

    The output layer is a third of a step's work and most other words can't be foretold. ``count`` stays fixed because
    CPU kernels are compiled for each shape; positions of weight 0 fill up what is left.
    """
    flat = weights.flatten()
    order = flat + torch.rand(flat.shape) * (flat > 0)
    return order.topk(min(count, flat.numel())).indices
