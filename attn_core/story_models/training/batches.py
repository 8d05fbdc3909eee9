"""Training batches: examples of like length side by side, with what each predicted token weighs in the loss."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch

from attn_core.story_models.training.examples import Example

ANSWER_WEIGHT = 8.0
"""What a dependent word weighs in the loss; every other token that is learned weighs 1."""

SAMPLED = 0.15
"""Share of a story's other tokens that are learned each time it is read.

Most can't be foretold (which name, which object), and computing logits for all costs a third of a step.
"""


@dataclass(frozen=True)
class Batch:
    """Tensors ``[batch, position]``: ``weights`` is the loss weight of predicting ``labels`` at that position."""

    input_ids: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor
    segments: torch.Tensor
    mask: torch.Tensor


def grouped(examples: list[Example], tokens: int, rng: random.Random) -> list[list[Example]]:
    """All examples in groups of about equal length, each at most ``tokens`` tokens with its padding, in random order.

    An example longer than ``tokens`` is a group of its own.
    """
    shuffled = sorted(examples, key=lambda example: (len(example.ids), rng.random()))
    groups: list[list[Example]] = [[]]
    for example in shuffled:
        if groups[-1] and len(example.ids) * (len(groups[-1]) + 1) > tokens:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    return groups


def causal_batch(group: list[Example], rng: random.Random) -> Batch:
    """Next-token prediction: ``labels[t]`` is the token after position t."""
    length = max(len(example.ids) for example in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    weights, mask = torch.zeros(len(group), length), torch.zeros(len(group), length, dtype=torch.bool)
    for row, example in enumerate(group):
        size = len(example.ids)
        ids[row, :size] = torch.tensor(example.ids)
        weights[row, :size] = torch.tensor(_causal_weights(example, rng))
        mask[row, :size] = True
    return Batch(ids[:, :-1], ids[:, 1:], weights[:, 1:], torch.zeros_like(ids[:, :-1]), mask[:, :-1])


def _causal_weights(example: Example, rng: random.Random) -> list[float]:
    """What predicting each token weighs; that the text ends here always counts."""
    if example.every_word:
        return [1.0] * len(example.ids)
    others = [float(rng.random() < SAMPLED) for _ in example.answers]
    others[-1] = 1.0
    return [ANSWER_WEIGHT if mark else other for mark, other in zip(example.answers, others, strict=True)]


MASKED = (0.1, 0.4)
"""Bounds of the share of a passage's tokens that are masked; drawn anew for each passage.

Few, as when one word is asked for, and many, so that a reading teaches more (Wettig et al. 2023, arXiv:2202.08005).
"""


def masked_batch(group: list[Example], mask_id: int, vocabulary: int, rng: random.Random) -> Batch:
    """Masked words: most dependent words of a story and one other token in eight; a share of a passage's tokens.

    As BERT does it, one in ten is replaced by any token instead, and one in ten stays.
    """
    length = max(len(example.ids) for example in group)
    shape = (len(group), length)
    ids, labels = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    segments, weights = torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
    for row, example in enumerate(group):
        size = len(example.ids)
        labels[row, :size] = torch.tensor(example.ids)
        segments[row, :size] = torch.tensor(example.segments)
        hidden = list(example.ids)
        others = rng.uniform(*MASKED) if example.every_word else 0.12
        for place, mark in enumerate(example.answers):
            if example.ids[place] < 5 or rng.random() > (0.7 if mark else others):
                continue
            weights[row, place] = ANSWER_WEIGHT if mark else 1.0
            draw = rng.random()
            if mark or draw < 0.8:
                hidden[place] = mask_id
            elif draw < 0.9:
                hidden[place] = rng.randrange(5, vocabulary)
        ids[row, :size] = torch.tensor(hidden)
    return Batch(ids, labels, weights, segments, labels != 0)
