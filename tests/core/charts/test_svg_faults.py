"""A converter that is killed or takes too long: an error in words, and the next picture is drawn."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from xml.etree import ElementTree

import psutil
import pytest

from attn_core import charts
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.errors import BusyError, ConversionError
from tests.support.converters import kill_converter
from tests.support.hand_made import HUNGRY

MODULE = import_module("attn_core.charts.svg")  # the package has the function under this name


def draw() -> str:
    return charts.svg(charts.next_token_lines(HUNGRY, [0]), LIGHT)


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    return lambda seconds: monkeypatch.setattr(MODULE, "_LONGEST_S", seconds)


def test_a_converter_that_is_killed() -> None:
    with ThreadPoolExecutor(1) as pool:
        drawn = pool.submit(draw)
        kill_converter(os.getpid())
        with pytest.raises(ConversionError, match=r"converter was ended early\. Try again"):
            drawn.result()
    assert "hungry" in draw()


def test_a_converter_that_takes_too_long_is_ended(longest: Callable[[float], None]) -> None:
    longest(0.01)
    with pytest.raises(ConversionError, match=r"given up after 0\.01 s\. Choose fewer layers"):
        draw()
    assert not psutil.Process().children()


def test_who_waits_too_long_for_others(longest: Callable[[float], None]) -> None:
    longest(0.01)
    with MODULE._one_at_a_time, pytest.raises(BusyError, match="Others are waiting"):
        draw()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_in_the_place_of_a_picture(theme: Theme) -> None:
    text = "It was <given> up & ended. " * 6
    document = ElementTree.fromstring(charts.svg_of_words(text, theme))
    assert " ".join(line.text or "" for line in document.iter("{http://www.w3.org/2000/svg}text")) == text.strip()
    assert {element.get("fill") for element in document} == {theme.background, theme.ink}
