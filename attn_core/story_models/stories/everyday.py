"""Everyday passages: written by hand for this project, one a line, kept in ``everyday/*.txt``.

``@A`` ``@C``   two girls or women, ``@B`` ``@D`` two boys or men; replaced by names, drawn anew each time
``[x|y|z]``     alternatives that fit equally well, one drawn each time; brackets in a line do not depend on each other

Generated stories teach how a word follows from its cause; these passages teach what usually happens in a kitchen, at
school, on a journey, and how people say it.
"""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path
from typing import Literal

from attn_core.story_models.stories.lexicon import load_lexicon

FOLDER = Path(__file__).resolve().parent / "everyday"

HELD_OUT_PERCENT = 8
"""Share of the passages that training never reads; perplexity is measured on them."""

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PERSON = re.compile(r"@([ABCD])")
_FEMALE = "AC"

Split = Literal["train", "held_out"]


class PassageError(ValueError):
    """A line is not in the format of the everyday passages."""


def check(line: str) -> None:
    """Refuse a line that would be drawn wrongly.

    Raises:
        PassageError: brackets or ``@`` that mean nothing.
    """
    rest = _CHOICE.sub("", line)
    if any(sign in rest for sign in "[]|"):
        raise PassageError(f"{line!r}: brackets must be closed and may not nest; write [one|another]")
    if any("|" not in match[1] for match in _CHOICE.finditer(line)):
        raise PassageError(f"{line!r}: a bracket needs two alternatives or more; write [one|another]")
    if "@" in _PERSON.sub("", line) or re.search(r"@[ABCD]\w", line):
        raise PassageError(f"{line!r}: people are @A, @B, @C and @D, and nothing may be joined to them")


def is_held_out(line: str) -> bool:
    """Whether training never reads this passage (a hash of the line, the same everywhere)."""
    digest = hashlib.blake2b(line.encode(), digest_size=4).digest()
    return int.from_bytes(digest) % 100 < HELD_OUT_PERCENT


def passages(split: Split, folder: Path = FOLDER) -> list[str]:
    """The lines of every file, read anew at each call: a training that runs for hours also reads what is added.

    Raises:
        PassageError: a line is not in the format.
    """
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    kept = [line for line in lines if is_held_out(line) == (split == "held_out")]
    for line in kept:
        check(line)
    return kept


def write_passage(line: str, rng: random.Random) -> str:
    """The passage with alternatives and names drawn; nobody shares a name."""
    text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), line)
    people = dict.fromkeys(_PERSON.findall(text))
    names = load_lexicon().names
    taken: dict[str, str] = {}
    for person in people:
        pool = names["female" if person in _FEMALE else "male"]
        taken[person] = rng.choice([name for name in pool if name not in taken.values()])
    return _PERSON.sub(lambda match: taken[match[1]], text)


def alternatives(line: str) -> list[list[str]]:
    """The passage in parts, each with its alternatives: one where the text has no choice."""
    return [part.split("|") if number % 2 else [part] for number, part in enumerate(_CHOICE.split(line))]


def every_alternative(line: str) -> str:
    """The passage with all its alternatives in a row and one name for everybody: no text, but all its words."""
    return _PERSON.sub("Omar", line.replace("[", "").replace("|", " ").replace("]", ""))


def typed_carelessly(text: str, rng: random.Random) -> str:
    """The text as many type it: all in lower case, or without commas or its final full stop; mostly left as it is.

    So that capitals and punctuation, or their lack, do not derail a prediction.
    """
    lower = rng.random() < 0.1
    if lower:
        text = text.lower()
    if rng.random() < (0.3 if lower else 0.03):
        text = text.replace(",", "")
    if rng.random() < (0.3 if lower else 0.03):
        text = text.removesuffix(".")
    return text
