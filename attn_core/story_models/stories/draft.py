"""How a frame becomes a story: people and words are drawn, slots are filled, dependent words are recorded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from attn_core.story_models.stories.grammar import SLOT, FrameError, Slot, expand, parse_slot, slots
from attn_core.story_models.stories.lexicon import Lexicon, Row, article, load_lexicon, plural
from attn_core.story_models.stories.people import Person, nameless


@dataclass(frozen=True)
class Emission:
    """What one slot wrote: its label (``n`` and ``n.adj`` both name it), its span in the text, in characters."""

    label: str
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """A dependent word: ``text[start:end]``, in characters.

    ``acceptable`` holds every word that fits here. ``causes`` are the ``(start, end)`` spans of the earlier words that
    decide it; ``cue`` is the text of the first of them.
    """

    start: int
    end: int
    text: str
    acceptable: frozenset[str]
    causes: tuple[tuple[int, int], ...]
    cue: str


class Draft:
    """One story being written. Make it, call ``write()``, read ``text`` and ``answers``."""

    def __init__(self, template: str, rng: random.Random, disguise: bool) -> None:
        self.rng = rng
        self.lexicon: Lexicon = load_lexicon()
        self.text = ""
        self.answers: list[Answer] = []
        self._emissions: list[Emission] = []
        self._template = expand(template, rng)
        self._slots = slots(self._template)
        self._sources = {slot.label: slot.source for slot in (*slots(template), *self._slots) if slot.source}
        self._rows: dict[str, Row] = {}
        self._words: dict[str, str] = {}
        self._people: dict[str, Person] = {}
        self._bind_people(disguise)
        self._bind_rows()

    def write(self) -> None:
        """Fill every slot from left to right.

        Raises:
            FrameError: two labels drew words that can't stand in one story.
        """
        end = 0
        for match in SLOT.finditer(self._template):
            self.text += self._template[end : match.start()]
            self._emit(parse_slot(match[1]))
            end = match.end()
        self.text += self._template[end:]

    def _bind_people(self, disguise: bool) -> None:
        """Draw a name for each capital letter; one used with he and she only where no answer depends on it."""
        labels = [slot.label for slot in self._slots if slot.label.isupper()]
        taken: set[str] = set()
        for label in dict.fromkeys(labels):
            gender = {"M": 0, "F": 1}.get(label, self.rng.randrange(2))
            pool = self.lexicon.names["female" if gender else "male"]
            agrees = any(slot.label == label and slot.field and slot.causes for slot in self._slots)
            if label not in "MF" and not agrees and self.rng.random() < 0.1:
                pool = self.lexicon.names["either"]
            name = self.rng.choice([entry for entry in pool if entry not in taken])
            taken.add(name)
            self._people[label] = Person(name, name, gender)
        if disguise and self.rng.random() < 0.3:
            self._people["A"] = nameless(self._people["A"].gender, self.rng, self.lexicon)

    def _bind_rows(self) -> None:
        """Give every label that needs one a row of its table; labels of one table get different rows."""
        for label, source in self._sources.items():
            if source not in self.lexicon.tables:
                continue
            fields = {slot.field for slot in self._slots if slot.label == label and slot.field}
            if not fields:
                continue
            used = [row for other, row in self._rows.items() if self._sources[other] == source]
            rows = [row for row in self.lexicon.tables[source] if fields <= row.keys() and row not in used]
            if not rows:
                raise FrameError(f"no row of {source} has {sorted(fields)}")
            self._rows[label] = self.rng.choice(rows)

    def _row_options(self, slot: Slot) -> tuple[str, ...]:
        """Entries of a row's field that no other bound row of the same table shares."""
        source = self._sources[slot.label]
        shared: set[str] = set()
        for label, row in self._rows.items():
            if label != slot.label and self._sources[label] == source:
                shared.update(row.get(slot.field, ()))
        options = tuple(entry for entry in self._rows[slot.label][slot.field] if entry not in shared)
        if not options:
            raise FrameError(f"{slot.label}.{slot.field} is empty beside its rivals")
        return options

    def _options(self, slot: Slot) -> tuple[str, ...]:
        """Everything the slot may write."""
        if slot.words:
            return (slot.words,)
        if slot.label in self._rows:
            return self._row_options(slot) if slot.field else (self._again(slot.label),)
        if slot.label in self._people:
            return (self._person(self._people[slot.label], slot),)
        if slot.label not in self._words:
            taken = set(self._words.values())
            words = [word for word in self.lexicon.lists[self._sources[slot.label]] if word not in taken]
            self._words[slot.label] = self.rng.choice(words)
        return (self._words[slot.label],)

    def _again(self, label: str) -> str:
        """What the label wrote first, as it stands inside a sentence."""
        for emission in self._emissions:
            if emission.label == label:
                return self.text[emission.start : emission.end]
        raise FrameError(f"{label} has not been written yet")

    def _person(self, person: Person, slot: Slot) -> str:
        if slot.field:
            return person.agreeing(slot.field)
        seen = any(emission.label == slot.label for emission in self._emissions)
        return person.later if seen else person.first

    def _sentence_start(self) -> bool:
        kept = self.text.rstrip(" ")
        if not kept or kept[-1] in ".!?":
            return True
        if kept[-1] != '"':
            return False
        return kept == self.text or kept[-2] in ".!?"  # an opening quote, or a quote that ended a sentence

    def _emit(self, slot: Slot) -> None:
        """Write a slot's words, note its span and, for an answer, what it depends on."""
        options = self._options(slot)
        if slot.mod == "s/":
            options = tuple(plural(option) for option in options)
        chosen = self.rng.choice(options)
        starts = self._sentence_start()
        if slot.mod == "a/":
            options = tuple(option for option in options if article(option) == article(chosen))
            self.text += (article(chosen).capitalize() if starts else article(chosen)) + " "
        elif starts:
            options = tuple(option[0].upper() + option[1:] for option in options)
            chosen = chosen[0].upper() + chosen[1:]
        start = len(self.text)
        self.text += chosen
        if slot.causes:
            self._record(slot, start, chosen, options)
        self._emissions.append(Emission(slot.label, slot.field, start, len(self.text)))

    def _record(self, slot: Slot, start: int, chosen: str, options: Sequence[str]) -> None:
        spans = [span for cause in slot.causes for span in self._spans(cause)]
        if not spans:
            raise FrameError(f"the answer {chosen!r} has no cause in {self._template!r}")
        word = chosen.split(" ")[0]
        acceptable = frozenset(option.split(" ")[0] for option in options)
        cue = self.text[spans[0][0] : spans[0][1]]
        causes = tuple(sorted(set(spans)))
        self.answers.append(Answer(start, start + len(word), word, acceptable, causes, cue))

    def _spans(self, cause: str) -> list[tuple[int, int]]:
        """Where the named cause was written so far: ``n.adj`` one field, ``A`` the name, ``o`` the word."""
        label, _, field = cause.partition(".")
        found = [e for e in self._emissions if e.label == label and (e.field == field or label in self._words)]
        return [(emission.start, emission.end) for emission in found]
