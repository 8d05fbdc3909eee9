"""The neuron view's page: decoders and encoders, and every address that someone may type."""

from __future__ import annotations

import pytest

from tests.dashboard.support import OpenPage, choose_model, drawn, messages, widget


def test_a_decoder(open_page: OpenPage) -> None:
    data = drawn(open_page("neuron_view"))
    assert data["queryTokens"]["labels"][-1] == "for"
    assert data["chosen"] == {"query": 8, "expanded": False}
    assert "‘for’ looks most at" in data["reading"]


def test_an_encoder_with_a_pair_and_one_half_of_it(open_page: OpenPage) -> None:
    app = open_page("neuron_view")
    choose_model(app, "Story Pair")
    assert len(drawn(app)["keyTokens"]["shown"]) == len(drawn(app)["keyTokens"]["labels"])
    app.selectbox(key="halves").set_value("B→A").run()
    tokens = drawn(app)
    assert {tokens["queryTokens"]["segment"][i] for i in tokens["queryTokens"]["shown"]} == {1}
    assert {tokens["keyTokens"]["segment"][i] for i in tokens["keyTokens"]["shown"]} == {0}
    assert tokens["chosen"]["query"] in tokens["queryTokens"]["shown"]


def test_the_address_gives_everything(open_page: OpenPage) -> None:
    app = open_page("neuron_view", layer="5", head="2", position="3", expanded="1")
    assert not messages(app)
    assert drawn(app)["place"] == "L5H2"
    assert drawn(app)["chosen"] == {"query": 3, "expanded": True}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"layer": "99"}, "no layer “99”"),
        ({"layer": "two"}, "no layer “two”"),
        ({"head": "4"}, "no head “4”"),
        ({"position": "99"}, "no token “99”"),
        ({"position": "-1"}, "no token"),
        ({"position": "<b>"}, "no token"),
        ({"expanded": "yes"}, "0 or 1"),
    ],
    ids=str,
)
def test_a_wrong_address_gets_words_and_the_default(open_page: OpenPage, query: dict[str, str], said: str) -> None:
    app = open_page("neuron_view", **query)
    assert said in messages(app)
    assert drawn(app)["place"] == "L0H0"
    assert drawn(app)["chosen"] == {"query": 8, "expanded": False}


@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "🙂 👩‍👩‍👧 was hungry",
        "שלום עולם، مرحبا بالعالم",
        "猫が座った",
        "</script><b>bold</b>",
        "The cat sat. " * 100,
    ],
    ids=["one token", "emoji", "right to left", "Japanese", "HTML", "long"],
)
def test_any_text(open_page: OpenPage, text: str) -> None:
    app = open_page("neuron_view")
    widget(app, "prompt").set_value(text).run()
    assert not app.error
    assert drawn(app)["queryTokens"]["labels"]


def test_a_position_of_another_text_is_forgotten(open_page: OpenPage) -> None:
    app = open_page("neuron_view", position="3")
    widget(app, "prompt").set_value("Lena was very cold so she").run()
    assert drawn(app)["chosen"]["query"] == len(drawn(app)["queryTokens"]["labels"]) - 1


def test_a_text_that_cannot_be_used_keeps_the_picture(open_page: OpenPage) -> None:
    app = open_page("neuron_view")
    widget(app, "prompt").set_value(" ").run()
    assert "nothing to read" in messages(app)
    assert drawn(app)["queryTokens"]["labels"][-1] == "for"


def test_each_column_is_explained(open_page: OpenPage) -> None:
    words = " ".join(element.value for element in open_page("neuron_view").markdown)
    for title in ("q × k", "q · k", "softmax"):
        assert title in words
