"""Sentences and word classes of a text, over characters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import pairwise

from sentencex import get_sentence_boundaries

from attn_core.records.tokens import WordClass

# English words of the closed classes, which carry a sentence's grammar more than its content: determiners, pronouns,
# prepositions, conjunctions, auxiliaries, particles, and the adverbs that only negate, ask or point.
_FUNCTION_WORDS = """
a an the this that these those each every either neither some any no none all both half such what which whose
i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us
our ours ourselves they them their theirs themselves one oneself who whom whoever whatever whichever someone anyone
everyone nobody somebody anybody everybody something anything everything nothing
about above across after against along among around as at before behind below beneath beside besides between beyond
by despite down during except for from in inside into like near of off on onto opposite out outside over past per
since through throughout till to toward towards under underneath until up upon via with within without
and but or nor so yet if unless whether because although though while whereas than lest once
am is are was were be been being have has had having do does did doing done will would shall should can could may
might must ought cannot
not n't there here then when where why how too also very just only even
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
APOSTROPHES = "'\u2019"
_JOINERS = "\u200c\u200d"  # inside words of Persian and of Indic scripts


class Sentences:
    """The sentences of a text, in any language. Abbreviations such as "Dr." end none."""

    def __init__(self, text: str) -> None:
        found = get_sentence_boundaries("en", text) if text else []
        # A paragraph break comes as a sentence of its own; it belongs to the one before.
        starts = [item["start_index"] for item in found if item["text"].strip()]
        self._starts = [0, *starts[1:]]

    def __len__(self) -> int:
        return len(self._starts)

    def at(self, position: int) -> int:
        """Number, from 0, of the sentence that holds a character."""
        return bisect_right(self._starts, position) - 1


class WordClasses:
    """The class of the whole word at each place of a text; each word is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        inside = [_in_word(text, position) for position in range(len(text))]
        edges = [i for i, (left, right) in enumerate(pairwise([False, *inside, False])) if left != right]
        self._starts, self._ends = edges[::2], edges[1::2]

    def at(self, position: int) -> WordClass:
        """Class at a character: "content", "function", or "punctuation" for what is not in a word.

        Function words are the English ones of FUNCTION_WORDS; a contraction has the class of its first word. A symbol
        such as an emoji counts as content; other marks, blanks and controls count as punctuation.
        """
        number = bisect_right(self._starts, position) - 1
        if number < 0 or position >= self._ends[number]:
            symbol = unicodedata.category(self._text[position : position + 1] or " ") == "So"
            return "content" if symbol else "punctuation"
        word = self._text[self._starts[number] : self._ends[number]]
        word = word.casefold().replace(APOSTROPHES[1], APOSTROPHES[0])
        first = word.split("'")[0]
        return "function" if first in FUNCTION_WORDS or word.endswith("n't") else "content"


def _in_word(text: str, position: int) -> bool:
    character = text[position]
    if unicodedata.category(character)[0] in "LMN":
        return True
    inside = 0 < position < len(text) - 1 and text[position - 1].isalpha() and text[position + 1].isalpha()
    return (character in APOSTROPHES and inside) or (character in _JOINERS and position > 0)


def words(text: str) -> list[tuple[int, int]]:
    """Half-open character ranges of the words, in order; a symbol, or a wide character as in Japanese, is one."""
    found: list[tuple[int, int]] = []
    inside = False
    for position, character in enumerate(text):
        alone = unicodedata.category(character) == "So" or unicodedata.east_asian_width(character) in "WF"
        if not alone and not _in_word(text, position):
            inside = False
        elif inside and not alone:
            found[-1] = (found[-1][0], position + 1)
        else:
            found.append((position, position + 1))
            inside = not alone
    return found
