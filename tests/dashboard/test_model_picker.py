"""What is on offer, in groups, with what each model costs; and every version's addresses of a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab import cache, model_words
from streamlit.testing.v1 import AppTest

from attn_core.models.catalog import load_catalog
from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR
from tests.dashboard.conftest import OpenPage

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


def shown(app: AppTest) -> str:
    assert not app.exception
    return str(app.selectbox(key="model").value)


def in_address(app: AppTest) -> str | None:
    value = app.query_params.get("model")
    return value[-1] if isinstance(value, list) else value


def test_the_box_goes_group_by_group() -> None:
    labels = list(model_words.labels(load_catalog()).values())
    assert labels[:3] == ["Story", "Story Pair", "SmolLM2 135M"]
    assert labels[-2:] == ["Gemma 3 1B", "Gemma 3 270M"]


def test_what_a_model_costs() -> None:
    catalog = load_catalog()
    said = {name: model_words.cost(entry, is_here=entry.is_local, free=1e9) for name, entry in catalog.items()}
    assert said["story"] == "4M weights · needs 100 MB of memory, 1.0 GB are free"
    assert said["smollm2-135m"] == "270 MB to download · needs 700 MB of memory, 1.0 GB are free"
    assert said["gemma-3-1b"] == "2.0 GB to download · needs 2.4 GB of memory: only 1.0 GB free"
    assert "downloaded already" in model_words.cost(catalog["gpt2"], is_here=True, free=1e9)


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("Story · 4M", "story"),
        ("Story Pair · 3M", "story-pair"),
        ("story-pair", "story-pair"),
        ("Story Pair", "story-pair"),
    ],
)
def test_an_address_of_any_version_opens_its_model(open_page: OpenPage, written: str, opened: str) -> None:
    app = open_page("head_view", model=written)
    assert shown(app) == opened
    assert not app.warning
    assert in_address(app) == (None if opened == "story" else "Story Pair")


def test_every_earlier_label_is_known() -> None:
    catalog = load_catalog()
    known = model_words.known_as(catalog)
    for label, name in {
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
    }.items():
        assert known[label] == known[name] == catalog[name].title


def test_two_models_of_one_title_can_both_be_chosen(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    path = tmp_path / "models.toml"
    twins = [("one", STORY_DIR, "decoder"), ("two", STORY_PAIR_DIR, "encoder")]
    path.write_text("".join(TWINS.format(name=name, folder=folder, kind=kind) for name, folder, kind in twins))
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(path))
    app = open_page()
    box = app.selectbox(key="model")
    assert {"Twin (one)", "Twin (two)"} <= set(box.options)
    for name in ("two", "one"):
        app.selectbox(key="model").set_value(name).run()
        assert shown(app) == name
        assert cache.model(name).entry.name == name
        assert shown(open_page(model=f"Twin ({name})")) == name


def test_the_list_tells_all_before_a_choice(open_page: OpenPage) -> None:
    app = open_page()
    next(button for button in app.sidebar.button if "good at" in button.label).click().run()
    said = " ".join(element.value for element in (*app.markdown, *app.caption)).replace("\\", "")
    groups = [heading.value for heading in app.header]
    assert [group for group in groups if group in model_words.grouped(load_catalog())] == groups[-3:]
    for entry in load_catalog().values():
        assert entry.description in said
    assert "550 MB to download" in said
    assert app.button(key="choose-story").disabled
    app.button(key="choose-story-pair").click().run()
    assert shown(app) == "story-pair"
