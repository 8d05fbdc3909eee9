"""The head view's page: for a decoder and an encoder, and for every address that can't be right."""

from __future__ import annotations

import pytest

from tests.dashboard.support import PAIR, OpenPage, choose_model, drawn, messages, widget


def test_a_decoder_opens_with_a_finished_picture(open_page: OpenPage) -> None:
    app = open_page("head_view")
    data = drawn(app)
    assert data["query"]["labels"][:3] == ["<bos>", "Jide", "was"]
    assert data["weights"]["shape"] == [4, 9, 9]
    assert data["reading"].startswith("The strongest link between two words of layer 0")
    assert any("strongest link" in caption.value for caption in app.caption)
    assert not messages(app)


def test_an_encoder_opens_with_a_pair(open_page: OpenPage) -> None:
    data = drawn(open_page("head_view", model=PAIR))
    assert data["pair"]
    assert {"sat", "lay"} <= set(data["query"]["labels"])


def test_another_layer_is_another_picture_of_the_same_run(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("head_view")
    before = drawn(app)
    monkeypatch.setattr("lab.cache.capture", None)  # a forward would fail
    app.select_slider(key="layer").set_value(3).run()
    assert drawn(app)["layer"] == 3
    assert drawn(app)["weights"] != before["weights"]
    assert drawn(app)["start"] == before["start"]  # the browser keeps its choice


def test_halves_and_marks(open_page: OpenPage) -> None:
    app = open_page("head_view", model=PAIR)
    app.selectbox(key="halves").set_value("A→B").run()
    app.selectbox(key="special").set_value("hidden").run()
    data = drawn(app)
    assert data["query"]["labels"] == ["The", "cat", "sat", "on", "the", "mat"]
    assert data["key"]["labels"] == ["The", "cat", "lay", "on", "the", "rug"]
    assert not data["dimmed"]


def test_without_a_second_text_there_are_no_halves(open_page: OpenPage) -> None:
    app = open_page("head_view", model=PAIR, b="")
    assert not drawn(app)["pair"]
    assert not [choice for choice in app.selectbox if choice.key == "halves"]


def test_the_address_is_what_the_browser_starts_with(open_page: OpenPage) -> None:
    data = drawn(open_page("head_view", layer="2", heads=["3", "1"], threshold="5", mean="true", special="shown"))
    assert data["layer"] == 2
    assert data["start"] == {"heads": [1, 3], "threshold": 5.0, "mean": True, "asked": 0}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"layer": "99"}, "no layer “99”"),
        ({"layer": "deep"}, "no layer “deep”"),
        ({"heads": "abc"}, "no head “abc”"),
        ({"heads": "99,-1"}, "no head"),
        ({"heads": ""}, "no head"),
        ({"threshold": "7"}, "threshold"),
        ({"threshold": "nan"}, "threshold"),
        ({"mean": "perhaps"}, "true or false"),
        ({"special": "gone"}, "“gone” is not one of"),
        ({"heads": "![x](https://example.org/x.png)"}, "no head"),
    ],
    ids=str,
)
def test_an_address_that_cannot_be_right_gets_words(open_page: OpenPage, query: dict[str, str], said: str) -> None:
    app = open_page("head_view", **query)
    data = drawn(app)
    assert said in messages(app)
    assert "![x](" not in messages(app)
    assert data["layer"] == 0
    assert data["start"] == {"heads": [0, 1, 2, 3], "threshold": 0.0, "mean": False, "asked": 0}


def test_known_heads_among_unknown_ones_are_drawn(open_page: OpenPage) -> None:
    app = open_page("head_view", heads="2,9")
    assert "no head “9”" in messages(app)
    assert drawn(app)["start"]["heads"] == [2]


def test_a_model_with_fewer_layers_starts_anew(open_page: OpenPage) -> None:
    app = open_page("head_view", layer="7", heads="3")
    choose_model(app, "Story Pair")
    assert drawn(app)["layer"] == 0
    assert drawn(app)["start"]["heads"] == [0, 1, 2, 3]
    assert not messages(app)


@pytest.mark.parametrize("text", ["", "word " * 600], ids=["empty", "too long"])
def test_text_that_cannot_be_used_keeps_the_picture(open_page: OpenPage, text: str) -> None:
    app = open_page("head_view")
    before = drawn(app)["query"]
    widget(app, "prompt").set_value(text).run()
    assert app.error
    assert drawn(app)["query"] == before


@pytest.mark.parametrize("text", ["</script><b>x</b>", "🙂 👩‍👩‍👧 שלום مرحبا 你好", "Hi", "e\u0301\x07 \u200b z"])
def test_any_other_text_is_shown_as_it_is(open_page: OpenPage, text: str) -> None:
    app = open_page("head_view", prompt=text)
    assert not app.error
    assert drawn(app)["query"]["labels"]
