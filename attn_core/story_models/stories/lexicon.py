"""Words of the story corpus, read from the TOML files in ``lexicon/`` and ``frames/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent

Row = dict[str, tuple[str, ...]]
"""One row of a relation: field name -> strings that mean the same there."""

_IRREGULAR = {
    "knife": "knives", "scarf": "scarves", "shelf": "shelves", "loaf": "loaves", "wolf": "wolves", "mouse": "mice",
    "goose": "geese", "ox": "oxen", "child": "children", "tooth": "teeth", "foot": "feet", "deer": "deer",
    "sheep": "sheep", "moose": "moose", "fisherman": "fishermen", "postman": "postmen", "potato": "potatoes",
    "tomato": "tomatoes", "mango": "mangoes", "grass": "grass", "straw": "straw",
}  # fmt: skip
_AN_EXCEPTIONS = ("uni", "use", "eu", "one", "uku", "yo")


def split_list(text: str) -> tuple[str, ...]:
    """Entries of a comma-separated string, stripped, empty ones dropped."""
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


def article(word: str) -> str:
    """``"a"`` or ``"an"``, whichever stands before ``word``."""
    lower = word.lower()
    if lower.startswith(_AN_EXCEPTIONS):
        return "a"
    return "an" if lower[0] in "aeiou" or lower.startswith("hour") else "a"


def plural(noun: str) -> str:
    """The plural of the last word of ``noun``."""
    head, space, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith(("s", "x", "ch", "sh", "z")):
        last += "es"
    elif last.endswith("y") and last[-2] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return head + space + last


@dataclass(frozen=True)
class Lexicon:
    """All words: plain lists, relation tables, first names and the roles that may stand for a name."""

    lists: dict[str, tuple[str, ...]]
    tables: dict[str, tuple[Row, ...]]
    names: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Frame:
    """A sentence frame: ``name`` is ``domain.key``; ``template`` is in the language of ``grammar``."""

    name: str
    domain: str
    template: str


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _table_rows(table: dict[str, Any]) -> tuple[Row, ...]:
    if "columns" not in table:  # one TOML table a row
        return tuple({field: split_list(text) for field, text in row.items()} for row in table.values())
    columns = [name.strip() for name in table["columns"].split("|")]
    rows = []
    for line in table["rows"].strip().splitlines():
        cells = zip(columns, line.split("|"), strict=True)
        row = {name: split_list(cell) for name, cell in cells}
        rows.append({name: entries for name, entries in row.items() if entries})
    return tuple(rows)


@cache
def load_lexicon() -> Lexicon:
    """Read every file of ``lexicon/`` once."""
    folder = _HERE / "lexicon"
    lists = {name: tuple(dict.fromkeys(split_list(text))) for name, text in _toml(folder / "words.toml").items()}
    names = {kind: split_list(text) for kind, text in _toml(folder / "names.toml").items()}
    tables: dict[str, tuple[Row, ...]] = {}
    for path in sorted(folder.glob("relations_*.toml")):
        tables.update({name: _table_rows(table) for name, table in _toml(path).items()})
    return Lexicon(lists, tables, names)


@cache
def load_frames() -> tuple[Frame, ...]:
    """Every frame of ``frames/`` in file order."""
    frames = []
    for path in sorted((_HERE / "frames").glob("*.toml")):
        if path.stem == "distractors":
            continue
        for domain, templates in _toml(path).items():
            frames += [Frame(f"{domain}.{key}", domain, text) for key, text in templates.items()]
    return tuple(frames)


@cache
def load_distractors() -> tuple[str, ...]:
    """Sentences that may stand between a cause and its answer."""
    return tuple(_toml(_HERE / "frames" / "distractors.toml")["sentences"])
