"""One visitor's prompts are read up to a limit; over it words say how long to wait, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab import rate_limit
from lab.rate_limit import A_MINUTE, Bucket
from streamlit.testing.v1 import AppTest

from tests.dashboard.support import OpenPage, choose, messages, seen, widget

Clock = Callable[[float], None]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`passes(3)` lets three seconds pass on a clock that otherwise stands still."""
    now = [1000.0]
    monkeypatch.setattr("lab.rate_limit.time.monotonic", lambda: now[0])

    def forward(seconds: float) -> None:
        now[0] += seconds

    return forward


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of two new prompts, which come back after half a minute each."""
    monkeypatch.setattr(rate_limit, "A_MINUTE", 2)


def test_a_bucket_gives_as_many_turns_as_it_holds_and_then_one_a_second() -> None:
    bucket = Bucket(A_MINUTE, 0.0)
    assert [bucket.take(0.0) for _ in range(A_MINUTE)] == [0.0] * A_MINUTE
    assert bucket.take(0.0) == pytest.approx(60 / A_MINUTE)
    assert bucket.take(0.25) == pytest.approx(60 / A_MINUTE - 0.25)
    assert bucket.take(60 / A_MINUTE) == 0.0
    assert bucket.take(60 / A_MINUTE) > 0


def test_a_bucket_holds_no_more_than_a_minutes_turns() -> None:
    bucket = Bucket(0, 0.0)
    assert [bucket.take(1e6) for _ in range(A_MINUTE + 1)].count(0.0) == A_MINUTE


def test_too_many_prompts_get_words_and_lose_nothing(open_page: OpenPage, passes: Clock, two_at_once: None) -> None:
    app = open_page("single_sentence", prompt="Lena was cold so she")
    choose(app, prompt="Omar was sick so he")
    assert not messages(app)
    choose(app, prompt="Jide was tired so she")
    said = seen(messages(app))
    assert "may have 2 new prompts a minute read" in said
    assert "wait 30 s, and choose “Read it now”" in said
    assert "the last prompt that worked: “Omar was sick so he”" in said
    assert app.get("vega_lite_chart")
    assert widget(app, "prompt").value == "Jide was tired so she"
    passes(29.0)
    app.button(key="prompt-again").click().run()
    assert "wait 1 s" in seen(messages(app))
    passes(1.1)
    app.button(key="prompt-again").click().run()
    assert not messages(app)
    assert read(app) == "Jide was tired so she"


def read(app: AppTest) -> object:
    return app.session_state["last-good-prompt"][0]


def test_what_is_chosen_beside_the_prompt_costs_nothing(open_page: OpenPage, passes: Clock, two_at_once: None) -> None:
    app = open_page("single_sentence")
    for layer in range(6):
        choose(app, layers=[layer], position=layer, head=layer % 4)
        assert not messages(app)
    for _ in range(3):
        app.switch_page("views/evidence.py").run()
        app.switch_page("views/single_sentence.py").run()
    assert not messages(app)
    choose(app, prompt="Omar was sick so he")
    assert not messages(app)


def test_a_text_that_is_refused_is_counted_once(open_page: OpenPage, passes: Clock, two_at_once: None) -> None:
    app = open_page("single_sentence")
    choose(app, prompt=" ")
    for layer in range(4):
        choose(app, layers=[layer])
        assert "nothing to read" in messages(app)
        assert "a minute" not in messages(app)


def test_every_visitor_has_a_limit_of_its_own(open_page: OpenPage, passes: Clock, two_at_once: None) -> None:
    app = open_page("single_sentence")
    for prompt in ("One was", "Two were", "Three were"):
        choose(app, prompt=prompt)
    assert "a minute" in messages(app)
    assert not messages(open_page("single_sentence", prompt="Four were"))


def test_a_pair_and_a_second_prompt_count_too(open_page: OpenPage, passes: Clock, two_at_once: None) -> None:
    app = open_page("single_sentence", prompt2="Omar was sick so he")
    choose(app, prompt2="Lena was sick so she")
    assert "a minute" in messages(app)
