"""A model that can't be had gets words, and the one that worked stays."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from attn_core import capture as real_capture
from attn_core.story_models import STORY_DIR
from tests.dashboard.conftest import OpenPage
from tests.dashboard.test_pages import charts, messages
from tests.support.architectures import ARCHITECTURES
from tests.support.tiny_models import save_tiny

ENTRY = """
[broken]
title = "Broken"
repository = "./empty"
kind = "decoder"
parameters = 1_000_000
memory_mb = 10
licence = "none"
description = "A folder without a model."
"""
KIND = "encoder-decoder"


def choose_model(app: AppTest, title: str) -> None:
    picker = app.selectbox(key="model")
    picker.set_value(next(option for option in picker.options if option.startswith(title))).run()
    assert not app.exception


@pytest.fixture
def teacher_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None) -> Path:
    """A teacher's catalog with a model whose folder is empty."""
    (tmp_path / "empty").mkdir()
    path = tmp_path / "models.toml"
    path.write_text(ENTRY)
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(path))
    return path


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


def test_a_third_model_releases_the_one_not_used_for_longest(teacher_file: Path) -> None:
    teacher_file.write_text(ENTRY.replace("[broken]", "[copy]").replace("./empty", str(STORY_DIR)))
    from lab import cache

    kept = [weakref.ref(cache.model(name).model) for name in ("story", "story-pair", "copy")]
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
    from lab import cache

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a forward ran")

    assert cache.capture is real_capture
    monkeypatch.setattr(cache, "capture", refuse)
    monkeypatch.setattr(cache.predict, "rest_of_word", refuse)
    app.multiselect(key="layers").set_value([1]).run()
    app.selectbox(key="head").set_value("max").run()
    app.slider(key="thickness").set_value((1.0, 20.0)).run()
    assert not app.exception
    assert charts(app)


@pytest.mark.parametrize("page", ["welcome", "single_sentence", "multiple_sentences"])
def test_a_page_of_one_text_says_where_a_model_of_two_is_shown(
    open_page: OpenPage, teacher_file: Path, tmp_path: Path, page: str
) -> None:
    save_tiny(tmp_path / "t5", *ARCHITECTURES["t5"])
    teacher_file.write_text(ENTRY.replace("Broken", "Tiny T5").replace("./empty", "./t5").replace("decoder", KIND))
    app = open_page(page)
    drawn = len(charts(app))
    choose_model(app, "Tiny T5")
    assert not app.error
    assert "Tiny T5 reads one text and writes another" in messages(app)
    assert "the head view, the model view and the neuron view" in messages(app)
    assert not charts(app)
    choose_model(app, "Story")
    assert len(charts(app)) == drawn
