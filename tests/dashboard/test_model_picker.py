"""What is on offer, in groups, with what each model costs; and every version's addresses of a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab import cache, model_picker, model_words
from streamlit.testing.v1 import AppTest

from attn_core.models.catalog import load_catalog
from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR
from tests.dashboard.support import PAIR, OpenPage, model_in_address, model_shown, seen

TWINS = """
[{name}]
title = "Twin"
repository = "{folder}"
kind = "{kind}"
parameters = 1_000_000
memory_mb = 10
licence = "none"
description = "One of two."
"""
EARLIER = {  # as 0.1.0 wrote them
    "Story · 4M": "story",
    "Story Pair · 3M": "story-pair",
    "Gemma 3 1B": "gemma-3-1b",
    "Gemma 3 270M · 268M": "gemma-3-270m",
    "SmolLM2 135M": "smollm2-135m",
    "GPT-2 · 124M": "gpt2",
    "BERT base · 110M": "bert",
    "DistilBERT · 67M": "distilbert",
    "T5 small · 61M": "t5-small",
    "OPUS-MT English to German · 74M": "opus-mt-en-de",
}


def opened_list(open_page: OpenPage) -> AppTest:
    app = open_page()
    next(button for button in app.sidebar.button if "good at" in button.label).click().run()
    return app


def test_the_box_goes_group_by_group_and_tells_each_size_once(open_page: OpenPage) -> None:
    labels = open_page().selectbox(key="model").options
    assert labels[:3] == ["Story · 4M", "Story Pair · 3M", "SmolLM2 135M"]
    assert labels[-2:] == ["Gemma 3 1B", "Gemma 3 270M"]


def test_what_a_model_costs() -> None:
    catalog = load_catalog()
    said = {name: model_words.cost(entry, is_here=entry.is_local, free=1e9) for name, entry in catalog.items()}
    assert said["story"] == "Needs 100 MB of memory: 1.0 GB are free."
    assert said["smollm2-135m"] == "270 MB to download. Needs 700 MB of memory: 1.0 GB are free."
    assert said["gemma-3-1b"] == "2.0 GB to download. Needs 2.4 GB of memory: only 1.0 GB are free."
    assert "Downloaded already. Needs" in model_words.cost(catalog["gpt2"], is_here=True, free=1e9)


@pytest.mark.parametrize(
    ("written", "opened"), [("Story · 4M", "story"), ("Story Pair · 3M", "story-pair"), ("story-pair", "story-pair")]
)
def test_an_address_of_any_version_opens_its_model(open_page: OpenPage, written: str, opened: str) -> None:
    app = open_page("head_view", model=written)
    assert model_shown(app) == opened
    assert not app.warning
    assert model_in_address(app) == (None if opened == "story" else PAIR)


def test_every_earlier_label_is_known() -> None:
    catalog = load_catalog()
    known = model_picker.known_as(catalog)
    assert set(EARLIER.values()) == set(catalog)
    for earlier, name in EARLIER.items():
        assert known[earlier] == known[name] == model_picker.label(catalog[name])


def test_two_models_of_one_label_can_both_be_chosen(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    path = tmp_path / "models.toml"
    twins = [("one", STORY_DIR, "decoder"), ("two", STORY_PAIR_DIR, "encoder")]
    path.write_text("".join(TWINS.format(name=name, folder=folder, kind=kind) for name, folder, kind in twins))
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(path))
    app = open_page()
    for name in ("two", "one"):
        app.selectbox(key="model").set_value(f"Twin · 1M ({name})").run()
        assert model_shown(app) == name
        assert cache.model(name).entry.name == name
        assert model_shown(open_page(model=f"Twin · 1M ({name})")) == name
    assert model_shown(open_page(model="Twin · 1M")) == "two"  # which an earlier version could not tell apart


def test_the_list_tells_all_before_a_choice(open_page: OpenPage) -> None:
    app = opened_list(open_page)
    said = seen(" ".join(element.value for element in (*app.markdown, *app.caption)))
    groups = [heading.value for heading in app.header]
    assert groups[-3:] == list(model_words.grouped(load_catalog()))
    for entry in load_catalog().values():
        assert f"**{model_picker.label(entry)}**  \n{entry.description}" in said
    assert "550 MB to download. Needs 650 MB of memory: " in said
    assert "Loaded, in 100 MB of memory." in said
    assert app.button(key="choose-story").disabled
    app.button(key="choose-story-pair").click().run()
    assert model_shown(app) == "story-pair"


def test_a_model_too_large_can_not_be_chosen_unless_it_is_loaded(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    cache.model("story-pair")
    monkeypatch.setattr("lab.model_list.free_bytes", lambda device: 90e6)
    app = opened_list(open_page)
    buttons = {name: app.button(key=f"choose-{name}") for name in load_catalog()}
    assert (buttons["gpt2"].label, buttons["gpt2"].disabled) == ("Too large", True)
    assert (buttons["story-pair"].label, buttons["story-pair"].disabled) == ("Choose", False)
