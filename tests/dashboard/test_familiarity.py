"""The gauge beside the prediction: how well the model knows a prompt, what to try instead, and blanks at the end."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from attn_core.errors import BusyError
from tests.dashboard.support import OpenPage

NONSENSE = "qzx blorf wug"
BOXES = {"single_sentence": "prompt", "multiple_sentences": "text", "evidence": "prompt"}
VIEWS = ["head_view", "model_view", "neuron_view"]


@pytest.fixture(autouse=True)
def measured() -> None:
    """The reference of the default model, which is otherwise measured while the page is shown."""
    from lab import cache

    cache.reference("story").result()


def said(app: AppTest) -> str:
    assert not app.exception
    shown = " ".join(element.value for element in (*app.markdown, *app.caption))
    return shown.replace("\\", "").replace("\u00a0", " ")


def button(app: AppTest, key: str) -> Any:
    return next((each for each in app.button if each.key == key), None)


@pytest.mark.parametrize("page", BOXES)
def test_the_default_prompt_is_not_lost(open_page: OpenPage, page: str) -> None:
    words = said(open_page(page))
    assert "At home]" in words or "Unsure]" in words
    assert "first choice fits" in words
    assert "bits a word" in words
    assert "Lost]" not in words


@pytest.mark.parametrize("page", BOXES)
def test_nonsense_is_lost_and_the_offered_prompt_works(open_page: OpenPage, page: str) -> None:
    app = open_page(page, **{BOXES[page]: NONSENSE})
    assert "Lost]" in said(app)
    assert "The picture shows how the model guesses." in said(app)
    offered = button(app, f"{BOXES[page]}-known")
    offered.click().run()
    assert "Lost]" not in said(app)
    assert app.session_state[BOXES[page]] != NONSENSE
    assert app.session_state[BOXES[page]].startswith(offered.label.replace("\\", "").rstrip("…"))


def test_the_offered_prompt_shares_words(open_page: OpenPage) -> None:
    app = open_page("single_sentence", prompt="hungy people went looking in the qzx for")
    button(app, "prompt-known").click().run()
    assert set(app.session_state.prompt.split()) & {"went", "looking", "people"}


def test_an_unknown_word_is_marked_and_its_pieces_are_counted(open_page: OpenPage) -> None:
    words = said(open_page("single_sentence", prompt="Jide was hungzy so she went looking for"))
    assert "Jide was :red-background[hungzy :small[:gray[" in words
    assert "pieces nobody taught it" in words


def test_markdown_in_an_unknown_word_is_shown_as_it_is(open_page: OpenPage) -> None:
    app = open_page("single_sentence", prompt="![q](https://example.org/x.png) **zzq** :red[qqz]")
    assert not any("![q](" in element.value or "**zzq" in element.value for element in app.markdown)


@pytest.mark.parametrize("page", VIEWS)
def test_a_view_of_heads_speaks_of_doubts_alone(open_page: OpenPage, page: str) -> None:
    assert "At home]" not in said(open_page(page))
    assert "Lost]" in said(open_page(page, prompt=NONSENSE))


def test_a_larger_model_is_a_button(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from lab import cache

    monkeypatch.setattr(cache, "larger", lambda name: cache.catalog()["gpt2"])
    app = open_page("single_sentence", prompt=NONSENSE)
    assert button(app, "prompt-larger").label == "GPT\\-2 · 124M"
    monkeypatch.setattr(cache, "larger", lambda name: None)
    assert button(app.run(), "prompt-larger") is None


def test_an_encoder_is_told_at_its_blank_alone(open_page: OpenPage) -> None:
    from lab import cache

    cache.reference("story-pair").result()
    app = open_page("single_sentence", model="Story Pair · 4M")
    assert "badge[" not in said(app)
    app.text_input(key="prompt").set_value("Jide was hungry so she went looking for [MASK].").run()
    assert "badge[" in said(app)
    assert "bits a word" not in said(app)


def test_while_the_passages_are_read_the_page_is_there(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import Future

    from lab import cache

    monkeypatch.setattr(cache, "reference", lambda name: Future())
    app = open_page("single_sentence")
    assert "is being measured" in said(app)
    assert len(app.get("vega_lite_chart")) >= 3


def test_a_busy_model_is_told_later(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from lab import cache

    def busy(asked: object) -> None:
        raise BusyError("Story is busy", "Try again.")

    monkeypatch.setattr(cache, "familiarity", busy)
    assert "told now. Story is busy: Try again." in said(open_page("single_sentence"))
    monkeypatch.undo()
    cache.reference("story").result()
    assert "At home]" in said(open_page("single_sentence", prompt="Jide was thirsty so she went looking for"))


@pytest.mark.parametrize("left", [" ", "   ", "\n", " \n\n"])
def test_blanks_at_the_end_are_left_out_with_a_word(open_page: OpenPage, left: str) -> None:
    app = open_page("multiple_sentences")
    clean = said(app)
    assert "blanks at the end are left out" not in clean
    box = app.text_area(key="text")
    box.set_value(f"{box.value}{left}").run()
    assert "blanks at the end are left out" in said(app)
    assert str(box.value).endswith(left)
    headline = next(each.value for each in app.markdown if each.value.startswith("####"))
    assert headline in clean


def test_where_the_model_ends_its_text_the_steps_end(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from lab import cache

    prompt = "Jide was hungry so she went looking for"
    texts = (f"{prompt} bread", f"{prompt} bread.")
    monkeypatch.setattr(cache, "continuation", lambda asked: texts)
    monkeypatch.setattr(cache, "ends_text", lambda asked: asked.prompt == texts[-1])
    app = open_page("evidence", prompt=prompt, **{"continue": "true"})
    assert app.select_slider(key="step").options == ["0", "1", "2"]
    assert "ends its text after the last step" in said(app)
    app.select_slider(key="step").set_value(2).run()
    assert "ends its text here" in said(app)
    assert "it ends the text here" in said(app)


def test_a_text_that_the_model_ends_at_once_has_no_steps(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from lab import cache

    monkeypatch.setattr(cache, "continuation", lambda asked: ())
    for ends, why in ((True, "ends the text here"), (False, "can read no more here")):
        monkeypatch.setattr(cache, "ends_text", lambda asked, ends=ends: ends)
        app = open_page("evidence", **{"continue": "true"})
        assert any(f"The model {why}, so there is nothing" in element.value for element in app.info)
