"""Everyday passages: the format of every file, what is drawn from a line, and what training never reads."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from attn_core.story_models.stories import everyday
from attn_core.story_models.stories.everyday import PassageError, check, passages, typed_carelessly, write_passage
from attn_core.story_models.stories.lexicon import load_lexicon

FILES = sorted(everyday.FOLDER.glob("*.txt"))
SPELLED = Path(__file__).with_name("spelled.txt")
"""Words that no dictionary has and that are meant: British ones, names, sounds, and mistakes that people make."""
ODD = re.compile(r"[^A-Za-z0-9éèêñüöäçï @\[\]|.,?!:;+=/'\"-]")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [line for path in FILES for line in path.read_text("utf-8").splitlines()]


def test_every_line_is_in_the_format(lines: list[str]) -> None:
    for line in lines:
        check(line)


def test_lines_are_passages_of_plain_text(lines: list[str]) -> None:
    for line in lines:
        assert not ODD.search(line), line
        assert line == line.strip(), line
        assert "  " not in line, line
        assert line.count('"') % 2 == 0, line
        text = write_passage(line, random.Random(1))
        assert 3 <= len(text.split()) <= 75, line


def _words(line: str) -> frozenset[str]:
    """The different words of a passage, names and alternatives left out."""
    return frozenset(re.findall(r"\w+", re.sub(r"\[[^]]*\]|@\w", "", line.lower())))


@pytest.fixture(scope="module")
def words_of(lines: list[str]) -> list[tuple[str, frozenset[str]]]:
    return [(line, _words(line)) for line in lines]


def test_no_passage_stands_twice(words_of: list[tuple[str, frozenset[str]]]) -> None:
    """Not even with other names, alternatives or punctuation: it could stand on both sides of the split."""
    seen: dict[frozenset[str], str] = {}
    for line, words in words_of:
        assert words not in seen, (line, seen[words])
        seen[words] = line


def test_no_two_passages_differ_by_a_word(words_of: list[tuple[str, frozenset[str]]]) -> None:
    """A word more, or another one; what is shorter than seven words may, as "The capital of … is …"."""
    seen: dict[int, str] = {}
    for line, words in words_of:
        if len(words) < 7:
            continue
        hashes = [hash(word) for word in words]
        whole = sum(hashes)  # a hash of the set, which costs little to have without one word
        keys = [whole, *(whole - one for one in hashes)]
        twin = next((seen[key] for key in keys if key in seen), None)
        assert twin is None, (line, twin)
        seen.update(dict.fromkeys(keys, line))


def test_words_are_spelled_as_the_dictionary_has_them_or_wrongly_on_purpose(lines: list[str]) -> None:
    found = Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", line.lower()))
    meant = {word for line in SPELLED.read_text("utf-8").splitlines() if line[:1] != "#" for word in line.split()}
    unknown = SpellChecker().unknown(found) - meant
    assert not unknown, f"mend them, or write them into {SPELLED.name}"
    assert meant <= set(found), "no passage has these words any more"


@pytest.mark.parametrize(
    "line", ["A [cat", "A cat]", "A [cat]", "A [cat|[dog|cow]]", "A cat|dog", "@E ran", "@ ran", "@Anna ran"]
)
def test_a_line_that_would_be_drawn_wrongly_is_refused(line: str) -> None:
    with pytest.raises(PassageError, match=re.escape(repr(line))):
        check(line)


def test_names_have_the_gender_of_the_letter_and_differ() -> None:
    names = load_lexicon().names
    for seed in range(50):
        written = write_passage("@A met @B, @C met @D. Then @A left.", random.Random(seed))
        first, second, third, fourth, again = re.findall(r"[A-Z]\w+", written.replace("Then ", ""))
        assert first == again
        assert {first, third} <= set(names["female"])
        assert {second, fourth} <= set(names["male"])
        assert len({first, second, third, fourth}) == 4


def test_each_alternative_is_drawn() -> None:
    drawn = {write_passage("It was [hot|cold|wet].", random.Random(seed)) for seed in range(40)}
    assert drawn == {"It was hot.", "It was cold.", "It was wet."}


def test_careless_typing_is_rare_and_loses_only_case_commas_and_the_last_stop() -> None:
    text, rng = "When Omar came, it rained.", random.Random(2)
    typed = [typed_carelessly(text, rng) for _ in range(1000)]
    assert 750 < typed.count(text) < 950
    assert {text, "when omar came, it rained", "When Omar came it rained.", "When Omar came, it rained"} <= set(typed)
    assert {each.lower().replace(",", "").rstrip(".") for each in typed} == {"when omar came it rained"}


def test_every_alternative_is_among_the_words() -> None:
    assert everyday.every_alternative("@A's [cat|old dog].") == "Omar's cat old dog."


def test_held_out_passages_are_never_trained_on(lines: list[str]) -> None:
    held_out, train = passages("held_out"), passages("train")
    assert not set(held_out) & set(train)
    assert len(held_out) + len(train) == len(lines)
    assert 0.06 < len(held_out) / len(lines) < 0.1


def test_a_text_that_comes_later_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A cat ran.\n")
    before = passages("train", tmp_path) + passages("held_out", tmp_path)
    (tmp_path / "two.txt").write_text("A [dog|cow] ran.\n")
    after = passages("train", tmp_path) + passages("held_out", tmp_path)
    assert (len(before), len(after)) == (1, 2)
