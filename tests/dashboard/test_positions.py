"""A position in the address is of the text beside it, also where that could not be drawn, as after a restart."""

from __future__ import annotations

import pytest

from tests.dashboard.support import OpenPage, choose, drawn, messages, widget

LONGER = "Lena was very cold and wet so she wanted a"


@pytest.mark.parametrize("first", [" ", "word " * 600])
def test_after_a_text_that_can_not_be_read_the_position_is_the_one_that_predicts(
    first: str, open_page: OpenPage
) -> None:
    app = choose(open_page("single_sentence", prompt=first, position="3"), prompt=LONGER)
    slider = app.select_slider(key="position")
    assert slider.value == len(slider.options) - 1
    assert not messages(app)


def test_a_text_changed_where_no_position_is_drawn_leaves_none_behind(open_page: OpenPage) -> None:
    app = choose(open_page("evidence", prompt="Jide was hungry so", position="3"), prompt=LONGER)
    choose(app, show="layers")
    slider = app.select_slider(key="position")
    assert slider.value == len(slider.options) - 1


def test_of_the_neuron_view_too(open_page: OpenPage) -> None:
    app = choose(open_page("neuron_view", prompt=" ", position="3"), prompt=LONGER)
    assert drawn(app) == drawn(open_page("neuron_view", prompt=LONGER))
    assert "position" not in app.query_params
    assert not messages(app)


def test_the_position_of_a_link_stays(open_page: OpenPage) -> None:
    for page, address in (
        ("single_sentence", {}),
        ("evidence", {"show": "What layers would predict"}),
        ("evidence", {"show": "What layers would predict", "continue": "true", "step": "2"}),
    ):
        app = open_page(page, prompt=LONGER, position="3", **address)
        assert widget(app, "position").value == 3
        assert widget(app.run(), "position").value == 3
    linked = open_page("neuron_view", prompt=LONGER, position="3")
    assert drawn(linked) != drawn(open_page("neuron_view", prompt=LONGER))
    assert linked.query_params["position"] == "3"
