"""Labels of heads on the pages: badges that travel, their legend, and words where there are none."""

from __future__ import annotations

import inspect

import pytest
from lab import cache

from attn_core.errors import BusyError
from attn_core.readings import badge_legend, labelled_heads
from tests.dashboard.catalogs import TRANSLATORS
from tests.dashboard.support import PAIR, OpenPage, drawn, words

MODELS = {"story": {}, "story-pair": {"model": PAIR}}
VIEWS = ["model_view", "head_view"]


@pytest.mark.parametrize("model", MODELS)
def test_the_model_view_says_what_each_badge_means(open_page: OpenPage, model: str) -> None:
    app = open_page("model_view", **MODELS[model])
    labels = cache.head_labels(model)
    every = [[labels.of(layer, head) for head in range(labels.n_heads)] for layer in range(labels.n_layers)]
    badges = drawn(app)["badges"]
    assert [[len(head) for head in layer] for layer in badges["heads"]] == [[len(h) for h in layer] for layer in every]
    legend = badge_legend(labels, range(labels.n_layers))
    assert legend  # either model has a head that does something plain
    assert "A badge says what a head does" in words(app)
    for badge, meaning in legend:
        assert f"**{badge}** – {meaning}".replace("\u00a0", " ") in words(app)
    unused = {kind["badge"] for kind in badges["kinds"]} - {badge.split()[1] for badge, _ in legend}
    assert not [badge for badge in unused if f"{badge}** –" in words(app)]


@pytest.mark.parametrize("model", MODELS)
def test_the_head_view_says_which_heads_of_the_layer_do_what(open_page: OpenPage, model: str) -> None:
    app = open_page("head_view", **MODELS[model])
    labels = cache.head_labels(model)
    for layer in range(labels.n_layers):
        app.select_slider(key="layer").set_value(layer).run()
        assert labelled_heads(labels, layer).replace("\u00a0", " ") in words(app)
        for badge, meaning in badge_legend(labels, [layer]):
            assert f"**{badge}** – {meaning}".replace("\u00a0", " ") in words(app)
        (heads,) = drawn(app)["badges"]["heads"]
        assert [len(head) for head in heads] == [len(labels.of(layer, head)) for head in range(labels.n_heads)]


def test_labels_are_computed_once_a_model(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    open_page("model_view")

    def refuse(*_: object) -> None:
        raise AssertionError("the probes ran again")

    monkeypatch.setattr("lab.cache.labels.head_labels", refuse)
    for page in VIEWS:
        app = open_page(page, prompt="Nobody has labelled these heads before")
        assert drawn(app)["badges"]["heads"]
    assert list(inspect.signature(cache.head_labels).parameters) == ["name"]


@pytest.mark.parametrize("page", VIEWS)
def test_a_model_of_two_texts_has_no_labels_and_says_so(open_page: OpenPage, translators: None, page: str) -> None:
    app = open_page(page, model=TRANSLATORS["t5"])
    assert "labels here: those are for models that read one text" in words(app)
    assert drawn(app)["badges"]["heads"] == []
    assert "A badge says" not in words(app)


@pytest.mark.parametrize("page", VIEWS)
def test_a_busy_model_is_drawn_without_labels(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    cache.head_labels.clear()

    def busy(*_: object) -> None:
        raise BusyError("Story is busy", "Try again.")

    monkeypatch.setattr("lab.cache.labels.head_labels", busy)
    app = open_page(page)
    assert drawn(app)["badges"]["heads"] == []
    assert "Heads carry no labels now. Story is busy: Try again." in words(app)
    monkeypatch.undo()
    app.run()
    assert drawn(app)["badges"]["heads"]
    assert "Heads carry no labels" not in words(app)
