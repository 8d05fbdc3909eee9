"""From page to page: what is shared comes along, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.rows import EXPECTED
from tests.dashboard.sent import Sent
from tests.dashboard.support import OpenPage, choose, messages


def switch(app: AppTest, page: str, sent: Sent) -> None:
    """Go to a page, and run it once more: AppTest hands over what is shared only with the run after the first."""
    app.switch_page(f"views/{page}.py").run()
    sent.files.clear()
    app.run()


@pytest.mark.parametrize("start", EXPECTED)
def test_any_page_opens_from_any_other_as_from_its_address(start: str, open_page: OpenPage, sent: Sent) -> None:
    app = open_page(start)
    for page in EXPECTED:
        for way in (page, start):
            switch(app, way, sent)
            assert not messages(app)
            sent.compare(app, EXPECTED[way]())


@pytest.mark.parametrize(
    ("start", "chosen", "page", "comes_along"),
    [
        ("head_view", {"special": "shown"}, "single_sentence", {}),
        ("model_view", {"special": "shown"}, "multiple_sentences", {}),
        ("head_view", {"special": "hidden"}, "single_sentence", {"special": "hidden"}),
        ("single_sentence", {"special": "hidden"}, "model_view", {"special": "hidden"}),
        ("single_sentence", {"head": "max"}, "neuron_view", {}),
        ("single_sentence", {"head": 2}, "multiple_sentences", {"head": 2}),
        ("single_sentence", {"layers": [1, 2]}, "multiple_sentences", {"layers": [1, 2]}),
        ("single_sentence", {"layers": [1, 2]}, "evidence", {}),
        ("evidence", {"layers": [1, 2], "heads": [0]}, "single_sentence", {}),
        ("evidence", {"heads": [0]}, "head_view", {}),
        ("single_sentence", {"prompt": "Lena was cold so she"}, "evidence", {"prompt": "Lena was cold so she"}),
        ("neuron_view", {"layer": 5}, "head_view", {"layer": 5}),
        ("head_view", {"layer": 5}, "multiple_sentences", {}),
    ],
    ids=str,
)
def test_a_choice_comes_along_where_it_means_the_same(
    start: str, chosen: dict[str, Any], page: str, comes_along: dict[str, Any], open_page: OpenPage, sent: Sent
) -> None:
    app = choose(open_page(start), **chosen)
    switch(app, page, sent)
    assert not messages(app)
    sent.compare(app, EXPECTED[page](**comes_along))
