"""What a click on a column of the map does to the chosen layers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st
    from lab import controls

    controls.toggle_layer(st.session_state.clicked)


@pytest.mark.parametrize(
    ("chosen", "clicked", "after"),
    [
        ([0, 3], 5, [0, 3, 5]),
        ([0, 3, 5], 3, [0, 5]),
        ([0, 1, 2, 3, 4, 5], 6, [1, 2, 3, 4, 5, 6]),  # the one chosen first goes
    ],
)
def test_a_click_chooses_a_layer_or_takes_it_back(chosen: list[int], clicked: int, after: list[int]) -> None:
    app = AppTest.from_function(page)
    app.session_state.layers, app.session_state.clicked = chosen, clicked
    app.run()
    assert not app.exception
    assert app.session_state.layers == after
