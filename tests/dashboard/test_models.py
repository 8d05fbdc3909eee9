"""A model that can't be had gets words, and the one that worked stays."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest
from lab import cache

from attn_core import capture as real_capture
from attn_core.story_models import STORY_DIR
from tests.dashboard.catalogs import BROKEN
from tests.dashboard.support import OpenPage, charts, choose_model, messages


def test_a_broken_model_leaves_the_page_on_the_one_that_worked(open_page: OpenPage, teacher_file: Path) -> None:
    app = open_page("single_sentence")
    before = app.selectbox(key="model").value
    choose_model(app, "Broken")
    assert app.error
    assert app.selectbox(key="model").value == before
    assert charts(app)


def test_a_broken_catalog_gets_words(open_page: OpenPage, teacher_file: Path) -> None:
    teacher_file.write_text("[broken]\ntitle = 3\n")
    app = open_page()
    assert not app.exception
    assert "catalog" in messages(app).lower()


def test_a_third_model_releases_the_one_not_used_for_longest(fresh_caches: None, teacher_file: Path) -> None:
    teacher_file.write_text(BROKEN.replace("[broken]", "[copy]").replace("./empty", str(STORY_DIR)))
    kept = [weakref.ref(cache.model(name)) for name in ("story", "story-pair", "copy")]
    assert [each() is None for each in kept] == [True, False, False]


def test_an_encoder_is_asked_for_its_blank(open_page: OpenPage) -> None:
    app = open_page("single_sentence")
    choose_model(app, "Story Pair")
    assert "MASK" in " ".join(element.value for element in app.markdown)
    app.text_input(key="prompt").set_value("Jide was hungry so she went looking for [MASK].").run()
    assert not app.exception
    assert "In the blank the model reads" in " ".join(element.value for element in app.markdown)


def test_what_is_chosen_for_drawing_runs_no_forward(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("single_sentence", prompt="Nobody has typed this before")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a forward ran")

    assert vars(cache)["capture"] is real_capture
    monkeypatch.setattr("lab.cache.capture", refuse)
    monkeypatch.setattr("lab.cache.predict.rest_of_word", refuse)
    app.multiselect(key="layers").set_value([1]).run()
    app.selectbox(key="head").set_value("max").run()
    app.slider(key="thickness").set_value((1.0, 20.0)).run()
    assert not app.exception
    assert charts(app)


@pytest.mark.parametrize("page", ["welcome", "single_sentence", "multiple_sentences"])
def test_a_page_of_one_text_says_where_a_model_of_two_is_shown(
    open_page: OpenPage, translators: None, page: str
) -> None:
    app = open_page(page)
    drawn = len(charts(app))
    choose_model(app, "Tiny T5")
    assert not app.error
    assert "Tiny T5 reads one text and writes another" in messages(app)
    assert "the head view, the model view and the neuron view" in messages(app)
    assert not charts(app)
    choose_model(app, "Story")
    assert len(charts(app)) == drawn
