"""Which questions stand in the training texts, though their authors had not seen them: short facts above all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from attn_core.story_models.stories import everyday
from attn_core.story_models.stories.lexicon import load_lexicon

_SOMEBODY = "somebody"
_VERSIONS = 64  # of a passage; few have more


def read_in_training(texts: Sequence[str]) -> list[bool]:
    """Whether each text stands in a training passage, in the same words; people may have other names."""
    passages = _passages()
    return [f" {_words(text)} " in passages for text in texts]


@cache
def _passages() -> str:
    versions = (_words(text) for line in everyday.passages("train") for text in _versions(line))
    return "".join(f" {version} \n" for version in dict.fromkeys(versions))


def _versions(line: str) -> itertools.islice[str]:
    """The passage with each combination of its alternatives."""
    parts = everyday.alternatives(line)
    return itertools.islice(("".join(chosen) for chosen in itertools.product(*parts)), _VERSIONS)


@cache
def _names() -> frozenset[str]:
    return frozenset(name.lower() for names in load_lexicon().names.values() for name in names)


def _words(text: str) -> str:
    """The words of a text in lower case with single spaces between them."""
    found = re.findall(r"@[ABCD]|\w+", text)
    return " ".join(_SOMEBODY if word[0] == "@" or word.lower() in _names() else word.lower() for word in found)
