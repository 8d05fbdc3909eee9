"""Measure the embedded models and write their cards: ``python -m attn_core.story_models.evaluate``.

Accuracy is counted on stories that hold a (frame, causes, answer) combination which training never saw. A guess is
right when the word that the model writes first, letter by letter greedily, is one of the answer's acceptable words.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR
from attn_core.story_models.evaluation import attention_facts, card, questions
from attn_core.story_models.evaluation.loading import load
from attn_core.story_models.evaluation.perplexity import bits_per_word
from attn_core.story_models.stories import corpus
from attn_core.story_models.stories.lexicon import load_lexicon
from attn_core.story_models.training import examples
from attn_core.story_models.training.tokenizer import SPACE

HUNGRY = "Jide was hungry so she went looking for"
THIRSTY = "Jide was thirsty so she went looking for"
ARTIST = (
    "The artist selected a shade of blue from her palette. With a steady hand, she began to paint the waves onto the "
    "canvas. She wanted to capture the power and beauty of the"
)
PARTNER = "Nobody said a word."
"""Second text for a story of a single sentence."""
SEED = 2_026
"""Seed of the held-out stories that are measured."""


@dataclass
class Accuracy:
    """Right and total stories, all together and a domain; ``misses`` are examples of wrong guesses."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Right stories over all stories, 0 to 1."""
        return self.right.total() / max(1, self.total.total())

    def by_domain(self) -> dict[str, float]:
        """Share of right stories in each domain, weakest first."""
        shares = {domain: self.right[domain] / count for domain, count in self.total.items()}
        return dict(sorted(shares.items(), key=lambda item: (item[1], item[0])))


def handouts() -> tuple[tuple[str, frozenset[str]], ...]:
    """The handouts' prompts and the words that answer them."""
    needs = load_lexicon().tables["need"]
    mass = {row["adj"][0]: frozenset(row["mass"]) for row in needs}
    return (
        (HUNGRY, mass["hungry"]),
        (THIRSTY, mass["thirsty"]),
        (ARTIST, frozenset({"sea", "ocean", "waves", "water"})),
    )


@torch.inference_mode()
def next_ids(model: Any, prompts: Sequence[Sequence[int]]) -> list[int]:
    """The likeliest next token of each token sequence, computed in padded batches."""
    guesses = [0] * len(prompts)
    order = sorted(range(len(prompts)), key=lambda index: len(prompts[index]))
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        length = max(len(prompts[index]) for index in part)
        ids = torch.zeros(len(part), length, dtype=torch.long)
        for row, index in enumerate(part):
            ids[row, : len(prompts[index])] = torch.tensor(list(prompts[index]))
        hidden = model.model(ids, use_cache=False).last_hidden_state
        ends = torch.tensor([len(prompts[index]) - 1 for index in part])
        best = model.lm_head(hidden[torch.arange(len(part)), ends]).argmax(-1).tolist()
        for index, guess in zip(part, best, strict=True):
            guesses[index] = guess
    return guesses


def first_words(model: Any, tokenizer: Any, texts: Sequence[str], pieces: int = 4) -> list[str]:
    """The word that the model writes greedily after each text (at most ``pieces`` tokens of it)."""
    prompts = [list(ids) for ids in tokenizer(list(texts))["input_ids"]]
    written: list[list[str]] = [[] for _ in texts]
    open_words = list(range(len(texts)))
    for _ in range(pieces):
        guesses = next_ids(model, [prompts[index] for index in open_words])
        still = []
        for index, guess in zip(open_words, guesses, strict=True):
            piece = tokenizer.convert_ids_to_tokens(guess)
            if written[index] and not piece.isalpha():
                continue  # a new word or punctuation begins: the word is complete
            written[index].append(piece)
            prompts[index].append(guess)
            still.append(index)
        open_words = still
    return ["".join(pieces_).replace(SPACE, "", 1) for pieces_ in written]


@torch.inference_mode()
def masked_words(model: Any, tokenizer: Any, stories: Sequence[corpus.Story], seed: int) -> list[list[str]]:
    """What the encoder puts in place of each held-out answer of each story, the story given as two texts."""
    rng = random.Random(seed)
    guesses = []
    for story in stories:
        cut = examples.split_pair(story.text, rng)
        text = story.text if cut < len(story.text) else f"{story.text} {PARTNER}"
        cut = cut if cut < len(story.text) else cut + 1
        pairs = [examples.as_pair(text, [(a.start, a.end)], cut) for a in corpus.held_out_answers(story)]
        words = []
        for example in examples.encode_pairs(tokenizer, pairs):
            ids, hidden = torch.tensor([example.ids]), torch.tensor([example.answers])
            ids[hidden] = tokenizer.mask_token_id
            best = model(ids, token_type_ids=torch.tensor([example.segments])).logits[hidden].argmax(-1)
            words.append("".join(tokenizer.convert_ids_to_tokens(best.tolist())).replace(SPACE, "", 1))
        guesses.append(words)
    return guesses


def _causal_guesses(model: Any, tokenizer: Any, stories: Sequence[corpus.Story]) -> list[list[str]]:
    texts = [story.text[: a.start].rstrip(" ") for story in stories for a in corpus.held_out_answers(story)]
    words: Iterator[str] = iter(first_words(model, tokenizer, texts))
    return [list(itertools.islice(words, len(corpus.held_out_answers(story)))) for story in stories]


def accuracy(folder: Path, count: int, seed: int = SEED) -> Accuracy:
    """Accuracy on ``count`` held-out stories; a story is right when every held-out answer in it is."""
    model, tokenizer = load(folder)
    stories = list(itertools.islice(corpus.stories(seed, "held_out"), count))
    pair = folder.name == STORY_PAIR_DIR.name
    guesses = masked_words(model, tokenizer, stories, seed) if pair else _causal_guesses(model, tokenizer, stories)
    result = Accuracy()
    for story, words in zip(stories, guesses, strict=True):
        answers = corpus.held_out_answers(story)
        wrong = [(a, word) for a, word in zip(answers, words, strict=True) if word not in a.acceptable]
        result.total[story.domain] += 1
        result.right[story.domain] += not wrong
        result.misses += [{"frame": story.frame, "text": story.text[: a.end], "guess": word} for a, word in wrong]
    return result


@torch.inference_mode()
def top_words(folder: Path, prompt: str, count: int = 5) -> list[tuple[str, float]]:
    """The likeliest next tokens of a prompt with their probabilities, best first."""
    model, tokenizer = load(folder)
    logits = model(**tokenizer(prompt, return_tensors="pt")).logits[0, -1]
    best = logits.softmax(-1).topk(count)
    words = [tokenizer.decode([index]).strip() for index in best.indices.tolist()]
    return list(zip(words, best.values.tolist(), strict=True))


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Everything the model card says about quality, as plain numbers."""
    result = accuracy(folder, count)
    numbers: dict[str, Any] = {"stories": count, "accuracy": result.share, "domains": result.by_domain()}
    numbers["counts"] = dict(result.total)
    numbers["parameters"] = sum(parameter.numel() for parameter in load(folder)[0].parameters())
    numbers["everyday"] = questions.measure(folder).record()
    if folder.name == STORY_DIR.name:
        numbers["everyday"]["bits_per_word"] = bits_per_word(*load(folder))
        numbers["handouts"] = [{"prompt": p, "top": top_words(folder, p), "words": sorted(w)} for p, w in handouts()]
        numbers["attention"] = attention_facts.measure(*load(folder), HUNGRY, "hungry", ARTIST)
    return numbers


def main(arguments: list[str] | None = None) -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="*", default=[STORY_DIR, STORY_PAIR_DIR])
    parser.add_argument("--count", type=int, default=1000, help="held-out stories")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        numbers = measure(folder, options.count)
        (folder / "evaluation.json").write_text(json.dumps(numbers, indent=2) + "\n")
        card.write(folder)
        print(f"{folder.name}: {numbers['accuracy']:.1%} of {options.count} held-out stories")


if __name__ == "__main__":
    main()
