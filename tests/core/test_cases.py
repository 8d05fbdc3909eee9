"""The cases that the tests of the scripts read as well: how numbers are written, and what is sent to the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from attn_core.frames.wording import fine_percent, percent
from attn_core.readings.neuron_view import signed
from tests.cases import diagrams

NUMBERS = json.loads((diagrams.HERE / "numbers.json").read_text(encoding="utf-8"))
WRITERS: dict[str, Callable[[float], str]] = {"percent": percent, "fine_percent": fine_percent, "signed": signed}


def test_every_kind_of_number_has_cases() -> None:
    assert NUMBERS.keys() == WRITERS.keys()


@pytest.mark.parametrize(("kind", "number", "written"), [(k, *case) for k, found in NUMBERS.items() for case in found])
def test_numbers_are_written_as_the_cases_say(kind: str, number: float, written: str) -> None:
    assert WRITERS[kind](number) == written


@pytest.mark.parametrize(("name", "sent"), diagrams.cases().items(), ids=diagrams.cases())
def test_what_is_sent_is_what_the_scripts_are_tested_with(name: str, sent: Any) -> None:
    committed = json.loads(diagrams.file_of(name).read_text(encoding="utf-8"))
    now = json.loads(json.dumps(sent, allow_nan=False))
    assert diagrams.plain(now) == diagrams.plain(committed), "`python -m tests.cases.diagrams` writes the files anew"
