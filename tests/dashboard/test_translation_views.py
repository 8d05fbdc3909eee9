"""Encoder–decoder models in the three views of heads: their three attentions, and a second text, typed or written."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.catalogs import TRANSLATORS
from tests.dashboard.support import HEAD_PAGES, OpenPage, drawn, messages


@pytest.fixture(params=TRANSLATORS)
def app_of(request: pytest.FixtureRequest, open_page: OpenPage, translators: None) -> OpenPage:
    """`app_of("head_view")` is that page on a tiny encoder–decoder, whose encoder is deeper than its decoder."""

    def open_it(page: str, **query: str) -> AppTest:
        return open_page(page, model=TRANSLATORS[request.param], **query)

    return open_it


@pytest.mark.parametrize("page", HEAD_PAGES)
def test_a_view_shows_each_attention(app_of: OpenPage, page: str) -> None:
    app = app_of(page)
    app.text_input(key="target").set_value("Die Katze saß auf der Matte.").run()
    seen = []
    for stack in ("cross", "encoder", "decoder"):
        app.selectbox(key="stack").set_value(stack).run()
        assert not messages(app)
        data = drawn(app)
        seen.append(data["reading"])
        assert data["reading"]
    assert len(set(seen)) == 3


def test_head_view_has_other_tokens_at_each_side_of_cross_attention(app_of: OpenPage) -> None:
    app = app_of("head_view")
    app.text_input(key="target").set_value("Die Katze").run()
    data = drawn(app)
    queries, keys = "".join(data["query"]["labels"]), "".join(data["key"]["labels"])
    assert "Ka" in queries
    assert "Ka" not in keys
    assert "ca" in keys


def test_model_view_has_as_many_layers_as_the_stack(app_of: OpenPage) -> None:
    app = app_of("model_view")
    depths = []
    for stack in ("encoder", "decoder", "cross"):
        app.selectbox(key="stack").set_value(stack).run()
        depths.append(drawn(app)["layers"])
    assert depths == [3, 2, 2]


def test_without_a_second_text_the_model_writes_it(app_of: OpenPage) -> None:
    app = app_of("head_view")
    assert any(caption.value.startswith("The model writes:") for caption in app.caption)
    app.text_input(key="target").set_value("Hund").run()
    assert not any(caption.value.startswith("The model writes:") for caption in app.caption)


def test_a_text_that_cant_be_read_leaves_the_last_picture(app_of: OpenPage) -> None:
    app = app_of("head_view")
    before = drawn(app)["key"]["labels"]
    app.text_input(key="source").set_value("   ").run()
    assert app.error
    assert drawn(app)["key"]["labels"] == before


def test_a_layer_that_only_the_encoder_has_is_not_asked_of_the_decoder(app_of: OpenPage) -> None:
    app = app_of("head_view")
    app.selectbox(key="stack").set_value("encoder").run()
    app.select_slider(key="layer").set_value(2).run()
    app.selectbox(key="stack").set_value("decoder").run()
    assert drawn(app)["layer"] == 0


def test_an_unknown_stack_in_the_address_gets_words(app_of: OpenPage) -> None:
    app = app_of("head_view", stack="middle")
    assert "middle" in messages(app)
    assert drawn(app)
