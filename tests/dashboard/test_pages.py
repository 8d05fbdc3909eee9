"""Every page draws its pictures, and bad input gets words and takes nothing away."""

from __future__ import annotations

import pytest

from tests.dashboard.support import LAB_PAGES, OpenPage, charts, messages, widget


@pytest.mark.parametrize(("page", "pictures"), [("welcome", 1), ("single_sentence", 3), ("multiple_sentences", 5)])
def test_a_page_opens_with_finished_pictures(open_page: OpenPage, page: str, pictures: int) -> None:
    app = open_page(page)
    assert not app.exception
    assert not app.error
    assert len(charts(app)) >= pictures


def test_the_page_says_which_model_this_is_and_where_it_runs(open_page: OpenPage) -> None:
    captions = " ".join(caption.value for caption in open_page().main.caption)
    assert "on this CPU" in captions
    assert "of prompts that nobody trained on" in captions


@pytest.mark.parametrize("page", LAB_PAGES)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        ("   \n\t ", "nothing to read"),
        ("\u200b\u200d\u2060", "nothing to read"),
        ("\x00\x07", "nothing to read"),
        ("word " * 600, "too long"),
    ],
    ids=["empty", "blank", "zero-width", "control", "too long"],
)
def test_text_that_cannot_be_used_gets_words_and_keeps_the_pictures(
    open_page: OpenPage, page: str, text: str, said: str
) -> None:
    app = open_page(page)
    before = len(charts(app))
    widget(app, LAB_PAGES[page]).set_value(text).run()
    assert not app.exception
    assert said in messages(app)
    assert widget(app, LAB_PAGES[page]).value == text
    assert len(charts(app)) == before


@pytest.mark.parametrize("page", LAB_PAGES)
@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "🙂 👩‍👩‍👧 was hungry",
        "שלום עולם، مرحبا بالعالم",
        "e\u0301 a\u0308\u0323 Z\u0351\u036b",
        "was\u200bhungry\u2060so",
        "NUL \x00 and bell \x07 here",
        "<script>alert(1)</script> <b>bold</b>",
        "![x](https://example.org/x.png) **bold** $x^2$ :red[red]",
        "The cat sat on the mat. " * 50,
    ],
    ids=["one token", "emoji", "right to left", "combining", "zero-width", "control", "HTML", "Markdown", "300 words"],
)
def test_any_other_text_is_shown_as_it_is(open_page: OpenPage, page: str, text: str) -> None:
    app = open_page(page)
    widget(app, LAB_PAGES[page]).set_value(text).run()
    assert not app.exception
    assert not app.error
    assert charts(app)
    shown = [element.value for element in (*app.markdown, *app.caption, *app.info)]
    assert not any("![x](" in words or "<b>" in words for words in shown)


def test_text_that_cannot_be_used_at_first_leaves_the_page_usable(open_page: OpenPage) -> None:
    app = open_page("single_sentence", prompt=" ")
    assert "nothing to read" in messages(app)
    widget(app, "prompt").set_value("Lena was cold").run()
    assert not app.error
    assert charts(app)


def test_an_unknown_model_in_the_address_gets_words(open_page: OpenPage) -> None:
    app = open_page(model="GPT-9")
    assert "no model" in messages(app)
    assert charts(app)


def test_an_unknown_layer_in_the_address_gets_words(open_page: OpenPage) -> None:
    app = open_page("single_sentence", layers=["2", "99"])
    assert "no layer" in messages(app)
    assert app.multiselect(key="layers").value == [2]


def test_a_second_prompt_without_a_first_gets_words(open_page: OpenPage) -> None:
    app = open_page("single_sentence", prompt="", prompt2="Lena was cold")
    assert "first prompt" in messages(app)
    assert not app.exception


def test_a_second_prompt_is_drawn_below_on_the_same_scale(open_page: OpenPage) -> None:
    app = open_page("single_sentence")
    before = len(charts(app))
    widget(app, "prompt2").set_value("Jide was thirsty so she went looking for").run()
    assert not app.exception
    assert len(charts(app)) == before + 1


@pytest.mark.parametrize("value", ["", "0", "many", "-5"])
def test_a_wrong_limit_of_the_teacher_gets_words(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ATTENTION_LAB_MAX_TOKENS", value)
    app = open_page("single_sentence")
    assert not app.exception
    assert "ATTENTION" in messages(app).replace("\\", "")


def test_the_limit_of_the_teacher_holds(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTENTION_LAB_MAX_TOKENS", "12")
    app = open_page("single_sentence", prompt="one two three four five six seven eight nine ten eleven twelve thirteen")
    assert "the limit" in messages(app)
    assert "12" in messages(app)


def test_choices_survive_a_change_of_page(open_page: OpenPage) -> None:
    app = open_page("single_sentence")
    widget(app, "prompt").set_value("Lena was cold so she").run()
    app.multiselect(key="layers").set_value([1, 3]).run()
    app.selectbox(key="head").set_value("max").run()
    app.switch_page("views/multiple_sentences.py").run()
    assert app.multiselect(key="layers").value == [1, 3]
    app.switch_page("views/single_sentence.py").run()
    assert widget(app, "prompt").value == "Lena was cold so she"
    assert app.selectbox(key="head").value == "max"


@pytest.mark.parametrize("text", ["Lena was", "Lena was very cold and wet and tired so she wanted to go"])
def test_a_position_of_another_prompt_is_forgotten(open_page: OpenPage, text: str) -> None:
    app = open_page("single_sentence", prompt="Lena was cold so she wanted a", position="4")
    assert app.select_slider(key="position").value == 4
    widget(app, "prompt").set_value(text).run()
    assert not app.exception
    assert app.select_slider(key="position").value == len(app.select_slider(key="position").options) - 1


def test_a_position_outside_the_prompt_is_not_drawn(open_page: OpenPage) -> None:
    app = open_page("single_sentence", prompt="Lena was cold", position="99")
    assert not app.exception
    assert app.select_slider(key="position").value == len(app.select_slider(key="position").options) - 1


def test_an_earlier_position_says_what_was_predicted_there(open_page: OpenPage) -> None:
    app = open_page("single_sentence", position="3")
    assert not app.exception
    assert any("the model predicted" in element.value for element in app.markdown)
