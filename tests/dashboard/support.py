"""What tests of pages share: opening one, choosing on it, and reading what it says and draws."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

OpenPage = Callable[..., AppTest]
PAIR = "Story Pair · 3M"  # the embedded encoder as the address names it
STORY_PROMPT = "Jide was hungry so she went looking for"
LAB_PAGES = {"single_sentence": "prompt", "multiple_sentences": "text"}  # with the key of their prompt
HEAD_PAGES = ("head_view", "model_view", "neuron_view")
PAGES = ("welcome", *LAB_PAGES, *HEAD_PAGES, "evidence")


def choose(app: AppTest, **values: object) -> AppTest:
    """Set widgets by their key, and run the page once with all of them."""
    for key, value in values.items():
        widget(app, key).set_value(value)
    return app.run()


def widget(app: AppTest, key: str) -> Any:
    """The widget with that key, of whatever kind."""
    kinds = ("text_input", "text_area", "selectbox", "multiselect", "select_slider", "slider", "toggle", "button_group")
    return next(each for kind in kinds for each in app.get(kind) if each.key == key)


def choose_model(app: AppTest, title: str) -> None:
    """Pick the model whose title begins so."""
    picker = app.selectbox(key="model")
    picker.set_value(next(option for option in picker.options if option.startswith(title))).run()
    assert not app.exception


def model_shown(app: AppTest) -> str:
    """The catalog name of the model that the page shows."""
    assert not app.exception
    return str(app.session_state.working_model)


def model_in_address(app: AppTest) -> str | None:
    """What the address calls the model; None where it names none."""
    value = app.query_params.get("model")
    return value[-1] if isinstance(value, list) else value


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The charts on the page, as Vega-Lite."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def drawn(app: AppTest) -> dict[str, Any]:
    """What travels to the browser of the one diagram on the page."""
    assert not app.exception
    [component] = app.get("bidi_component")
    return dict(json.loads(component.proto.json))


def messages(app: AppTest) -> str:
    """All that the page warns of or tells, with the signs that keep it from being Markdown."""
    return " ".join(element.value for element in (*app.error, *app.warning, *app.info))


def words(app: AppTest) -> str:
    """All captions, as a reader sees them."""
    assert not app.exception
    return seen(" ".join(caption.value for caption in app.caption))


def seen(text: str) -> str:
    """A text without the signs that keep it from being Markdown."""
    return text.replace("\\", "").replace("\u00a0", " ")
