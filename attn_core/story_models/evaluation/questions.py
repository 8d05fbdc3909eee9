"""Everyday questions: prompts that a decoder continues, pairs of texts in which an encoder fills the one [MASK].

Each is a line of JSON with the words that answer it; who wrote the training texts has seen none of them.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from attn_core.story_models.evaluation.loading import load
from attn_core.story_models.evaluation.overlap import read_in_training

QUESTIONS = Path("tests/everyday")
"""Where prompts.jsonl and pairs.jsonl are in a checkout; they are not part of the package."""

WRITTEN = 4
"""Tokens that a decoder may write."""

SHOWN = 10
"""Misses that a card shows."""


@dataclass
class Hits:
    """Right answers and questions a kind; ``misses`` hold each wrong question with what the model wrote.

    ``unread`` are right answers and questions among those that stand in no training passage.
    """

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    unread: tuple[int, int] = (0, 0)
    misses: list[dict[str, str]] = field(default_factory=list)

    def count(self, question: dict[str, Any], asked: str, written: str) -> None:
        """Count one answer: a hit where an accepted word is among the words written."""
        hit = not words(written).isdisjoint(word.lower() for word in question["accept"])
        self.total[question["kind"]] += 1
        self.right[question["kind"]] += hit
        new = not question["read"]
        self.unread = (self.unread[0] + (hit and new), self.unread[1] + new)
        if not hit:
            self.misses.append({"kind": question["kind"], "asked": asked, "written": written})

    def record(self) -> dict[str, Any]:
        """Plain numbers for the card: ``kinds`` has right and asked questions a kind, in alphabetical order.

        Of the misses only ``SHOWN``, drawn by lot: neither the best nor the worst, and the others stay unseen.
        """
        kinds = {kind: [self.right[kind], count] for kind, count in sorted(self.total.items())}
        drawn = random.Random(0).sample(self.misses, min(SHOWN, len(self.misses)))
        counts = {"right": self.right.total(), "asked": self.total.total(), "unread": [*self.unread]}
        return {**counts, "kinds": kinds, "misses": drawn}


def words(text: str) -> set[str]:
    """The words of a text in lower case; a figure is a word, and an apostrophe or hyphen is inside one."""
    return set(re.findall(r"\w+(?:['’-]\w+)*", text.lower()))


def read(path: Path) -> list[dict[str, Any]]:
    """The questions of a JSON Lines file; ``read`` tells whether one stands in the training texts, up to its mask.

    Raises:
        FileNotFoundError: the file is not there.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: the questions are in {QUESTIONS} of a checkout; start from there")
    questions = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = [_beginning(question) for question in questions]
    return [{**question, "read": seen} for question, seen in zip(questions, read_in_training(texts), strict=True)]


def _beginning(question: dict[str, Any]) -> str:
    """A prompt, or a pair up to the mask that is asked for."""
    text: str = question.get("prompt") or f"{question['first']} {question['second']}"
    return text.split("[MASK]")[0]


@torch.inference_mode()
def continuation(model: Any, tokenizer: Any, prompt: str) -> str:
    """What the decoder writes after ``prompt``, greedily: at most ``WRITTEN`` tokens, fewer where it ends the text."""
    ids = tokenizer(prompt, return_tensors="pt")["input_ids"]
    start = ids.shape[1]
    while ids.shape[1] < start + WRITTEN:
        best = model(ids, use_cache=False).logits[0, -1].argmax()
        if best == tokenizer.eos_token_id:
            break
        ids = torch.cat([ids, best.view(1, 1)], dim=1)
    return str(tokenizer.decode(ids[0, start:]))


@torch.inference_mode()
def filled(model: Any, tokenizer: Any, first: str, second: str) -> str:
    """The encoder's likeliest token for the one [MASK] in a pair of texts."""
    encoded = tokenizer(first, second, return_tensors="pt")
    place = (encoded["input_ids"][0] == tokenizer.mask_token_id).nonzero().item()
    best = model(**encoded).logits[0, place].argmax()
    return str(tokenizer.decode([best])).strip()


def ask_prompts(model: Any, tokenizer: Any, questions: Sequence[dict[str, Any]]) -> Hits:
    """Ask a decoder: a hit is an accepted word among the words that it writes."""
    hits = Hits()
    for question in questions:
        hits.count(question, question["prompt"], continuation(model, tokenizer, question["prompt"]))
    return hits


def ask_pairs(model: Any, tokenizer: Any, questions: Sequence[dict[str, Any]]) -> Hits:
    """Ask an encoder: a hit is an accepted word as the first choice for the mask."""
    hits = Hits()
    for question in questions:
        first, second = question["first"], question["second"]
        hits.count(question, f"{first} {second}", filled(model, tokenizer, first, second))
    return hits


def measure(folder: Path, questions: Path = QUESTIONS) -> Hits:
    """Ask the model in ``folder``: an encoder the pairs, a decoder the prompts."""
    model, tokenizer = load(folder)
    if tokenizer.mask_token:
        return ask_pairs(model, tokenizer, read(questions / "pairs.jsonl"))
    return ask_prompts(model, tokenizer, read(questions / "prompts.jsonl"))
