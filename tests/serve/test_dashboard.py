"""The dashboard shows a model on a server as any other: nothing in it knows the difference."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
import streamlit as st
from lab import cache, health, progress
from streamlit.testing.v1 import AppTest

from attn_core.errors import GivenUpError
from attn_core.measures.evidence import gather
from tests.serve.support import Server
from tests.support.waiting import PATIENCE_S

HOME = Path(__file__).parents[2] / "dashboard" / "Home.py"


@pytest.fixture
def far(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Visitors begin with a model on the server."""
    entries = (
        f'["{name}"]\ntitle = "{name}"\nrepository = "{server.address(model, route)}"\nkind = "{kind}"\n'
        'parameters = 5_000_000\nlicence = "Apache-2.0"\ndescription = "On a server."\n'
        for name, model, route, kind in (
            ("Far", "story", "/", "decoder"), ("Far Translator", "t5", "/other", "encoder-decoder")
        )
    )  # fmt: skip
    file = tmp_path / "models.toml"
    file.write_text("\n".join(entries))
    monkeypatch.setenv("ATTENTION_LAB_CATALOG", str(file))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


def page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(HOME), default_timeout=300)
    app.context["theme"] = "light"
    for key, value in query.items():
        app.query_params[key] = value
    return app.switch_page(f"views/{name}.py").run()


@pytest.mark.usefixtures("far")
@pytest.mark.parametrize("name", ["single_sentence", "head_view", "evidence"])
def test_a_page_shows_a_model_on_a_server(name: str, server: Server) -> None:
    app = page(name, model="Far · 5M")
    assert not app.exception
    assert not app.error
    assert app.session_state.working_model == "Far"
    assert any(f"at 127.0.0.1:{server.config.port}" in caption.value.replace("\\", "") for caption in app.caption)
    assert app.get("vega_lite_chart") or app.get("bidi_component")
    assert cache.run(cache.Asked("Far", "The dog", None, 512)).model == "Far"
    told = health.report()["Model Far"]
    assert f"at 127.0.0.1:{server.config.port}, where others may use it, too" in told


@pytest.mark.usefixtures("far")
def test_a_special_token_that_was_typed_is_told() -> None:
    app = page("single_sentence", model="Far · 5M", prompt="Jide <eos> was")
    assert app.session_state.working_model == "Far"
    assert any("own token for the end of a text" in caption.value for caption in app.caption)


@pytest.mark.usefixtures("far")
def test_work_that_the_visitor_leaves_ends_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ended = cache.Asked("Far", "The dog sat", None, 512), Future[Exception]()

    def work(report: progress.Report) -> None:
        try:
            while True:
                gather(cache.model("Far"), cache.run(asked), progress=lambda share: report("", share))
        except Exception as error:
            ended.set_result(error)
            raise

    looks = iter((False, False))

    def leave() -> bool:
        if next(looks, True):
            raise LookupError("Streamlit ends this run")
        return False

    monkeypatch.setattr(progress, "has_left", leave)
    with pytest.raises(LookupError, match="ends this run"):
        progress.watched("Far", work, cache.model("Far").line)
    assert isinstance(ended.result(PATIENCE_S), GivenUpError)


@pytest.mark.usefixtures("far")
def test_a_translator_on_a_server_gets_its_task() -> None:
    app = page("head_view", model="Far Translator · 5M")
    assert not app.exception
    assert str(app.text_input(key="source").value).startswith("translate English to German: ")


@pytest.mark.usefixtures("far")
def test_the_list_of_models_says_that_it_computes_elsewhere() -> None:
    app = page("single_sentence", model="Far · 5M")
    next(button for button in app.button if button.label.startswith("What the models")).click().run()
    assert not app.exception
    assert "On a server" in [header.value for header in app.header]
    assert any("takes no memory here" in caption.value for caption in app.caption)
