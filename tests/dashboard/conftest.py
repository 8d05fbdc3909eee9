"""The dashboard without a browser: the real entrypoint, pages and models, run by Streamlit's AppTest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

HOME = Path(__file__).parents[2] / "dashboard" / "Home.py"
OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page() -> OpenPage:
    """`open_page("single_sentence", prompt="Hi")` is that page, asked for with these query parameters."""

    def open_it(page: str = "welcome", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(HOME), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app if page == "welcome" else app.switch_page(f"views/{page}.py").run()

    return open_it


@pytest.fixture
def fresh_caches() -> None:
    """For tests that change what is on offer: nothing kept from the tests before, nor for those after."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()
