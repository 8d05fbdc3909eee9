"""Addresses that strangers write: every page opens with words, none with a traceback, and nothing long is echoed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.hostile import ADDRESSES
from tests.dashboard.rows import Address
from tests.dashboard.support import PAGES, OpenPage, messages, seen
from tests.support.fuzz import tries

MARKDOWN = re.compile(r"(?<!\\)(!\[x|<script|\$x|:red\[)")  # of hostile.py, where nothing keeps it from being that
LONGEST_WORDS = 700  # characters of one message: what is quoted is cut, and the rest is ours


def told(app: AppTest) -> Iterator[str]:
    yield from (element.value for element in (*app.error, *app.warning, *app.info))


def is_sound(app: AppTest, page: str) -> None:
    assert not app.exception
    assert app.session_state.working_model in ("story", "story-pair")
    for text in told(app):
        assert len(seen(text)) < LONGEST_WORDS
        assert not MARKDOWN.search(text)
    drawn = app.get("vega_lite_chart") or app.get("bidi_component")
    assert drawn or messages(app), f"{page} is empty without a word"


@given(st.sampled_from(PAGES), ADDRESSES)
@tries(300)
def test_any_address_opens_a_page_in_words(open_page: OpenPage, page: str, address: Address) -> None:
    is_sound(open_page(page, **address), page)


@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_is_long_is_named_in_short(page: str, open_page: OpenPage) -> None:
    names = "model layers head special position layer heads threshold mean halves stack expanded show off"
    app = open_page(page, **dict.fromkeys(names.split(), "long " * 4_000))
    is_sound(app, page)
    assert "There is no model “long long" in seen(messages(app))
