"""Prompts that strangers type, on every page: a picture or words, never a traceback."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.hostile import TEXTS
from tests.dashboard.support import HEAD_PAGES, LAB_PAGES, PAIR, OpenPage, choose, messages, widget
from tests.support.fuzz import tries

BOXES = {**LAB_PAGES, **dict.fromkeys(HEAD_PAGES, "prompt"), "evidence": "prompt"}
PAIR_BOXES = dict.fromkeys(HEAD_PAGES, "a")
MEGABYTES = {
    "letters": "a" * 10_000_000,
    "blanks": " " * 10_000_000,
    "Chinese": "字" * 3_300_000,
    "signs": "*_`" * 3_300_000,
    "addresses": "https://" * 1_250_000,
}


@given(st.sampled_from(sorted(BOXES)), TEXTS)
@tries(100)
def test_any_prompt_gives_a_picture_or_words(open_page: OpenPage, page: str, text: str) -> None:
    sound(choose(open_page(page), **{BOXES[page]: text}), BOXES[page], text)


@given(st.sampled_from(HEAD_PAGES), TEXTS, TEXTS)
@tries(60)
def test_any_pair_gives_a_picture_or_words(open_page: OpenPage, page: str, first: str, second: str) -> None:
    sound(choose(open_page(page, model=PAIR), a=first, b=second), "a", first)


@pytest.mark.parametrize("kind", MEGABYTES)
@pytest.mark.parametrize("page", BOXES)
def test_megabytes_are_refused_and_the_last_picture_stays(page: str, kind: str, open_page: OpenPage) -> None:
    app = choose(open_page(page), **{BOXES[page]: MEGABYTES[kind]})
    sound(app, BOXES[page], MEGABYTES[kind])
    assert "too long" in messages(app) or "nothing to read" in messages(app)
    assert len(messages(app)) < 2000


def sound(app: AppTest, key: str, text: str) -> None:
    """Text and picture are there, and no traceback."""
    assert not app.exception
    assert widget(app, key).value == text
    assert app.get("vega_lite_chart") or app.get("bidi_component")
