"""The page of the model view: what it draws, for either kind of model, and what a wrong address gets."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from tests.dashboard.support import PAIR, OpenPage, choose_model, drawn, messages, widget, words


def test_a_decoder_is_drawn(open_page: OpenPage) -> None:
    app = open_page("model_view")
    data = drawn(app)
    assert (data["layers"], data["heads"], data["lines"]) == (8, 4, True)
    assert data["reading"] in words(app)
    assert "Each small picture is one head" in words(app)


def test_an_encoder_is_drawn_with_its_pair(open_page: OpenPage) -> None:
    app = open_page("model_view")
    choose_model(app, "Story Pair")
    everything = drawn(app)["shape"]
    app.selectbox(key="halves").set_value("A→B").run()
    assert drawn(app)["shape"] < everything
    assert "on text B" in drawn(app)["reading"]
    app.selectbox(key="special").set_value("hidden").run()
    assert sum(drawn(app)["keyMarks"]) == 0
    widget(app, "b").set_value("").run()
    assert drawn(app)["shape"][0] == drawn(app)["shape"][1]


def test_a_long_text_says_that_it_is_drawn_as_maps(open_page: OpenPage) -> None:
    app = open_page("model_view", prompt="The cat sat on the mat. " * 60)
    data = drawn(app)
    assert not data["lines"]
    assert max(data["shape"]) <= 66
    assert "drawn as a map" in words(app)
    assert "shows the largest share among them" in words(app)


def test_the_table_has_a_row_for_each_head(open_page: OpenPage) -> None:
    app = open_page("model_view")
    [button] = app.get("download_button")
    assert button.proto.label == "CSV"
    from attn_core import capture, diagrams, load_model

    run = capture(load_model("story"), "Jide was hungry so she went looking for")
    rows = pd.read_csv(io.StringIO(diagrams.model_view_table(diagrams.model_view(run.attention)).to_csv(index=False)))
    assert len(rows) == 32
    assert [f["name"] for f in drawn(app)["figures"]] == [name.split(" (")[0] for name in rows.columns[2:]]


@pytest.mark.parametrize(
    ("query", "said"),
    [({"prompt": " "}, "nothing to read"), ({"prompt": "word " * 600}, "too long")],
    ids=["blank", "too long"],
)
def test_text_that_cannot_be_used_gets_words(open_page: OpenPage, query: dict[str, str], said: str) -> None:
    app = open_page("model_view", **query)
    assert not app.exception
    assert said in messages(app)
    widget(app, "prompt").set_value("Lena was cold").run()
    assert drawn(app)["shape"] == [4, 4]


@pytest.mark.parametrize(
    "text", ["Hi", "🙂 👩‍👩‍👧 was hungry", "مرحبا بالعالم", "天气很冷", "</script><b>x</b> ![x](y)"]
)
def test_any_other_text_is_drawn(open_page: OpenPage, text: str) -> None:
    app = open_page("model_view", prompt=text)
    assert drawn(app)["layers"] == 8
    assert not app.error


@pytest.mark.parametrize("query", [{"special": "gone"}, {"halves": "C→D"}])
def test_a_wrong_choice_in_the_address_gets_words_and_the_default(open_page: OpenPage, query: dict[str, str]) -> None:
    app = open_page("model_view", model=PAIR, **query)
    assert next(iter(query.values())) in messages(app).replace("\\", "")
    assert drawn(app)["shape"] == [15, 15]
    assert sum(drawn(app)["keyMarks"]) == 3


def test_the_address_chooses_halves_and_marks(open_page: OpenPage) -> None:
    app = open_page("model_view", model=PAIR, halves="A looks at B", special="hidden")
    assert not app.warning
    assert drawn(app)["shape"] == [6, 6]


def test_a_hover_or_a_redrawn_page_reads_no_pattern_again(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("model_view", prompt="Nobody has asked for these heads before")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the picture was made again")

    monkeypatch.setattr("lab.cache.diagrams.model_view", refuse)
    app.run()
    assert drawn(app)["layers"] == 8
