"""The language of the sentence frames, and how a frame becomes a story.

``[x|y]``           one side, chosen at random (sides may be empty and may hold slots; they do not nest)
``{+}``             nothing, or one neutral sentence with a space before it
``{A}``             the name of person A (capital letters; M is male, F female); ``{A.he}`` a word that agrees with A
``{o:thing}``       a word from the list ``thing``; ``{o}`` the same word again
``{n:need.adj}``    binds n to a row of the table ``need`` and writes one entry of its field ``adj``; later ``{n.mass}``
``{a/o}`` ``{s/o}`` with its article; in the plural
``{~c some words}`` the words themselves, under the label c
``{o!x,n.adj,A}``   an answer (a dependent word): caused by what the slots x and n.adj wrote and by the name of A

The first cause is the cue. An answer of several words counts by its first word.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from attn_core.story_models.stories.lexicon import load_distractors

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([^{}]+)\}")
_BODY = re.compile(
    r"(?P<mod>[as]/)?(?P<lit>~)?(?P<label>\w+)(?::(?P<source>\w+))?(?:\.(?P<field>\w+))?"
    r"(?P<bang>!(?P<causes>[\w.,]+))?(?: (?P<words>.+))?"
)


class FrameError(ValueError):
    """A frame can't be written with the words it drew; the caller draws again."""


@dataclass(frozen=True)
class Slot:
    """One parsed ``{…}`` of a frame."""

    mod: str
    label: str
    source: str
    field: str
    causes: tuple[str, ...]
    words: str


@cache
def parse_slot(body: str) -> Slot:
    """Parse the inside of ``{…}``.

    Raises:
        FrameError: the slot is not in the language.
    """
    match = _BODY.fullmatch(body)
    if match is None or bool(match["lit"]) != bool(match["words"]):
        raise FrameError(f"cannot read the slot {{{body}}}")
    causes = tuple(match["causes"].split(",")) if match["bang"] else ()
    return Slot(
        match["mod"] or "", match["label"], match["source"] or "", match["field"] or "", causes, match["words"] or ""
    )


@cache
def slots(template: str) -> tuple[Slot, ...]:
    """All slots of a template, those of every choice included, ``{+}`` left out."""
    return tuple(parse_slot(body) for body in SLOT.findall(template) if body != "+")


def expand(template: str, rng: random.Random) -> str:
    """Decide every ``[x|y]`` and every ``{+}``; labels of spliced sentences are renamed so that they never meet."""
    text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    number = 0
    while "{+}" in text:
        sentence = ""
        if rng.random() < 0.5:
            number += 1
            sentence = " " + re.sub(r"\bz(\d:)", rf"z{number}\1", rng.choice(load_distractors()))
        text = text.replace("{+}", sentence, 1)
    return text
