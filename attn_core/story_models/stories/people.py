"""The people of a story: their names, how they are called later, and the words that agree with them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from attn_core.story_models.stories.lexicon import Lexicon, article

_AGREE = {
    "he": ("he", "she"), "him": ("him", "her"), "his": ("his", "her"), "hers": ("his", "hers"),
    "self": ("himself", "herself"), "father": ("father", "mother"), "grandfather": ("grandfather", "grandmother"),
    "son": ("son", "daughter"), "brother": ("brother", "sister"), "husband": ("husband", "wife"),
    "uncle": ("uncle", "aunt"), "nephew": ("nephew", "niece"), "boy": ("boy", "girl"),
}  # fmt: skip
_FIRST_PERSON = {"he": "I", "him": "me", "his": "my", "hers": "mine", "self": "myself"}


@dataclass(frozen=True)
class Person:
    """Somebody in a story: how they are first and later called, and ``gender`` 0 (he), 1 (she) or 2 (I)."""

    first: str
    later: str
    gender: int

    def agreeing(self, field: str) -> str:
        """The word that agrees with this person: ``he``, ``his``, ``father`` …; a capital where ``field`` has one."""
        low = field.lower()
        word = _FIRST_PERSON[low] if self.gender == 2 else _AGREE[low][self.gender]
        return word.capitalize() if field[0].isupper() and word != "I" else word


def nameless(gender: int, rng: random.Random, lexicon: Lexicon) -> Person:
    """Somebody without a name: a role, a relative, "he", "she" or "I"."""
    kind = rng.randrange(4)
    names = lexicon.names
    if kind == 0:
        return Person("I", "I", 2)
    if kind == 1:
        pronoun = ("he", "she")[gender]
        return Person(pronoun, pronoun, gender)
    if kind == 2:
        role = rng.choice(names["my_women" if gender else "my_men"])
        return Person(f"my {role}", f"my {role}", gender)
    role = rng.choice(names["women" if gender else "men"] + names["anyone"])
    determiner = rng.choice(("the", article(role)))
    return Person(f"{determiner} {role}", f"the {role}", gender)
