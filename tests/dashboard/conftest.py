"""The dashboard without a browser: the real entrypoint, pages and models, run by Streamlit's AppTest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
import torch
from lab import cache
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from tests.dashboard.catalogs import BROKEN, save_translators
from tests.dashboard.sent import Sent
from tests.dashboard.support import OpenPage

HOME = Path(__file__).parents[2] / "dashboard" / "Home.py"


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components() -> Iterator[None]:
    """Every AppTest reads the metadata of all installed packages for components of theirs: 0.3 s, and we use none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """So that what pages compute can be compared to the last bit with what is computed here."""
    torch.set_num_threads(1)


@pytest.fixture
def open_page() -> OpenPage:
    """`open_page("single_sentence", prompt="Hi")` is that page, asked for with these query parameters."""

    def open_it(page: str = "welcome", *, theme: str = "light", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(HOME), default_timeout=60)
        app.context["theme"] = theme
        for name, value in query.items():
            app.query_params[name] = value
        return (app if page == "welcome" else app.switch_page(f"views/{page}.py")).run()

    return open_it


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What the page gives to Streamlit to be downloaded, beside what it draws."""
    return Sent(monkeypatch)


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """For tests that change what is on offer: nothing kept from the tests before, nor for those after."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def teacher_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A teacher's catalog with a model whose folder is empty."""
    (tmp_path / "empty").mkdir()
    path = tmp_path / "models.toml"
    path.write_text(BROKEN)
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(path))
    cache.catalog.clear()
    yield path
    cache.catalog.clear()


@pytest.fixture(scope="session")
def translators_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_translators(tmp_path_factory.mktemp("translators"))


@pytest.fixture
def translators(translators_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalog that offers tiny encoder–decoders, TRANSLATORS."""
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(translators_file))
    cache.catalog.clear()
    yield
    cache.catalog.clear()
