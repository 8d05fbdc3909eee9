"""The evidence page: what it measures and says, for words, heads and layers, and what a wrong address gets."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from attn_core.measures import interventions
from tests.dashboard.support import OpenPage, choose, choose_model, messages, widget
from tests.dashboard.support import words as said


def shown(app: AppTest, part: str) -> AppTest:
    return choose(app, show=part)


def test_words_are_taken_away(open_page: OpenPage) -> None:
    app = open_page("evidence")
    assert "is on ‘hungry’" in said(app)
    assert "and without it the probability of" in said(app)
    assert "can be believed most here" in said(app)
    assert len(app.get("vega_lite_chart")) == 2


def test_layers_and_heads_are_chosen(open_page: OpenPage) -> None:
    app = open_page("evidence", layers=["1", "99"])
    assert "no layer “99”" in messages(app)
    assert "of the attention on words of layer 1, and" in said(app)
    app.multiselect(key="heads").set_value([0, 2]).run()
    assert "of layer 1, heads 0 and 2, and" in said(app)


def test_heads_are_switched_off(open_page: OpenPage) -> None:
    app = shown(open_page("evidence"), "heads")
    zero = said(app)
    assert "of 32 heads change it" in zero
    assert "looks hardest from ‘for’ at ‘hungry’" in zero
    table = app.dataframe[0].value
    assert list(table.columns) == ["head", "weight", "without"]
    assert table["weight"].is_monotonic_decreasing
    app.selectbox(key="off").set_value("mean").run()
    assert said(app) != zero


def test_a_head_is_found_for_other_tokens(open_page: OpenPage) -> None:
    app = shown(open_page("evidence"), "heads")
    app.select_slider(key="position").set_value(3).run()
    assert "from ‘hungry’ at" in said(app)
    assert app.selectbox(key="looked_at").options == ["0 \\<bos\\>", "1 Jide", "2 was", "3 hungry"]


def test_the_tokens_are_in_the_address(open_page: OpenPage) -> None:
    app = open_page("evidence", show="Heads", position="7", looked_at="3 hungry")
    assert "from ‘looking’ at ‘hungry’" in said(app)


def test_the_tokens_of_a_shorter_text_replace_those_of_a_longer(open_page: OpenPage) -> None:
    app = shown(open_page("evidence"), "heads")
    app.select_slider(key="position").set_value(7).run()
    app.selectbox(key="looked_at").set_value(6).run()
    assert "from ‘looking’ at ‘went’" in said(app)
    widget(app, "prompt").set_value("Lena was ill").run()
    assert app.select_slider(key="position").value == 3
    assert "looks hardest from ‘ill’ at" in said(app)


def test_what_layers_would_predict(open_page: OpenPage) -> None:
    app = shown(open_page("evidence"), "layers")
    assert "is the first choice" in said(app)
    app.select_slider(key="position").set_value(2).run()
    assert "is the first choice" in said(app)


def test_a_continuation_is_stepped_through(open_page: OpenPage) -> None:
    app = open_page("evidence", prompt="Jide was thirsty so she went looking for")
    start = said(app).index("is on ‘thirsty’")
    before = said(app)[start : start + 150]  # what is drawn, in words
    app.toggle(key="continue").set_value(True).run()
    assert before in said(app)
    app.select_slider(key="step").set_value(2).run()
    assert before not in said(app)
    assert any("looking for **:primary[" in text.value for text in app.markdown)
    app.text_input(key="prompt").set_value("Omar was cold so he asked for").run()
    assert not app.exception


def test_other_parts_measure_nothing_again(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("evidence", prompt="Mia was thirsty so she went looking for")
    monkeypatch.setattr(interventions, "remove_tokens", None)
    monkeypatch.setattr("attn_core.measures.evidence.remove_tokens", None)
    shown(shown(app, "layers"), "words")
    assert "‘thirsty’" in said(app)


def test_an_encoder_has_no_next_token(open_page: OpenPage) -> None:
    app = open_page("evidence")
    choose_model(app, "Story Pair")
    assert not app.exception
    assert any("predicts no next token" in info.value for info in app.info)


@pytest.mark.parametrize("prompt", ["", "   ", "😀", "\u202eevil", "a\x00b", "x " * 600])
def test_bad_input_keeps_the_last_prompt(prompt: str, open_page: OpenPage) -> None:
    app = open_page("evidence")
    widget(app, "prompt").set_value(prompt).run()
    assert not app.exception
    assert said(app)


@pytest.mark.parametrize(
    "query", [{"step": "99", "continue": "true"}, {"step": "x", "continue": "true"}, {"show": "?"}]
)
def test_a_wrong_address_opens_the_page(query: dict[str, str], open_page: OpenPage) -> None:
    assert "is on ‘hungry’" in said(open_page("evidence", **query))
