"""Roll calls: word lists told twice, and lists of who has what, asked again in another order. Only training reads them.

Stories ask once about one of two people. From that alone a small model hardly learns to find what was said of a name,
and stays at guessing one of the two (measured: 50 to 65 % right, however long it trains). A list told twice asks for
every word, and in a few hundred steps teaches heads to look for where a word stood before (the induction heads of
Olsson et al. 2022, arXiv:2209.11895). Then lists of who has what teach to find it by name, and stories follow.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from attn_core.story_models.stories.lexicon import load_lexicon

_NOUNS = ("thing", "food", "beast", "instrument", "container", "clothing_item", "shop_item", "person_role", "place")
_BARE = ("colour", "city", "month", "day", "dish", "subject", "hobby")
_PLAIN = ("{a} {b}", "{a}: {b}", "{a} had {b}")
_TOLD = ("{a}: {b}", "{a} had {b}", "{a} got {b}", "{a} took {b}", "{a} chose {b}", "{a} was given {b}", "{a} saw {b}")
_ASKED = (
    "{a}: {b}", "{a} had {b}", "{a} kept {b}", "{a} lost {b}", "{a} came with {b}", "{a} talked about {b}",
    "It was {a} who had {b}",
    "{b} belonged to {a}", "{b} was for {a}", "And {b}? Ask {a}",
)  # fmt: skip

Span = tuple[int, int]


@dataclass(frozen=True)
class Stage:
    """What a part of the training reads, up to the share `until` of the whole; shares are 0 to 1."""

    until: float
    roll_calls: float  # share of roll calls among the texts
    twice: float  # share of lists told twice among the roll calls
    plain: float  # share of the others that tell and ask in the same plain words
    everyday: float = 0.0  # share of everyday passages among the texts; stories are the rest


PASSAGES = {"story": 0.83, "story-pair": 0.72}
"""Share of everyday passages in the last stage; with more, Story Pair forgot stories and knew passages no better."""


def stage_of(model: str, done: float) -> Stage:
    """The stage of a model's training of which the share `done`, 0 to 1, is over.

    First lists, then who has what, almost alone, for in a mixture it is not learned; then passages and stories.
    """
    last = Stage(1.0, 0.03, 0.15, 0.1, everyday=PASSAGES[model])
    stages = (Stage(0.12, 0.5, 0.7, 0.2), Stage(0.3, 0.9, 0.1, 0.9), last)
    return next(stage for stage in stages if done < stage.until or stage is last)


def roll_call(rng: random.Random, stage: Stage) -> tuple[str, list[Span]]:
    """A roll call and the spans of the words that it asks for, in characters."""
    if rng.random() < stage.twice:
        return _told_twice(rng)
    return _asked_again(rng, plain=rng.random() < stage.plain)


def _told_twice(rng: random.Random) -> tuple[str, list[Span]]:
    """Five to fifteen words in a row, and the same again; all but the first of these are asked for."""
    lists = load_lexicon().lists
    kinds = rng.choices((*_NOUNS, *_BARE), k=rng.randint(5, 15))
    words = [rng.choice(rng.choice((lists[kind], _names()))) for kind in kinds]
    told = _capital(" ".join(words)) + "."
    spans, end = [], len(told) + 1
    for word in words:
        spans.append((end, end + len(word)))
        end += len(word) + 1
    return f"{told} {told}", spans[1:]


def _asked_again(rng: random.Random, plain: bool) -> tuple[str, list[Span]]:
    """Two to seven pairs, then as many questions: some pairs twice, some never, lest who is left tells."""
    pairs = _pairs(rng, rng.randint(2, 7), "" if plain and rng.random() < 0.5 else "the ")
    told = rng.choice(_PLAIN if plain else _TOLD)
    sentences = [told.format(a=a, b=b) for a, b in pairs]
    text = f"{' and '.join(sentences) if rng.random() < 0.4 else '. '.join(map(_capital, sentences))}."
    text, spans = _capital(text), []
    for a, b in rng.choices(pairs, k=len(pairs)):
        asked = told if plain else rng.choice(_ASKED)
        sentence = _capital(asked.format(a=a, b=b))
        last = a if asked.endswith("{a}") else b
        end = len(text) + 1 + len(sentence)
        spans.append((end - len(last.removeprefix("the ")), end))
        text = f"{text} {sentence}."
    return text, spans


def _pairs(rng: random.Random, count: int, the: str) -> list[tuple[str, str]]:
    """Who has what: mostly people, else things, each with another thing, or with a colour, a city …"""
    lists = load_lexicon().lists
    kind, other = rng.sample(_NOUNS, 2) if rng.random() < 0.6 else (rng.choice(_BARE), rng.choice(_NOUNS))
    values = [f"{the}{word}" if kind in _NOUNS else word for word in rng.sample(lists[kind], count)]
    keys = [f"{the}{word}" for word in rng.sample(lists[other], count)]
    if rng.random() < 0.7:
        keys = rng.sample(_names(), count)
    return list(zip(keys, values, strict=True))


def _names() -> tuple[str, ...]:
    names = load_lexicon().names
    return names["male"] + names["female"]


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
