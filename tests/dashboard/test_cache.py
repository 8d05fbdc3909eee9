"""What is kept: computed once for two visitors who ask at once, and never given to who asked something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any

import pytest
from lab import cache

from attn_core.charts.theme import DARK, LIGHT
from attn_core.errors import PromptTooLongError
from tests.dashboard import runs
from tests.dashboard.support import HEAD_PAGES, LAB_PAGES, OpenPage, choose, drawn, messages, words
from tests.dashboard.threads import Overlap

ASKED = cache.Asked("story", "Two visitors have asked for this", None, 512)
VIEW: dict[str, Any] = {"halves": "all", "special": "grey", "labelled": False, "theme": LIGHT}
COMPUTED: dict[str, tuple[str, Callable[[], object]]] = {
    "catalog": ("lab.cache.load_catalog", lambda: cache.catalog()),
    "model": ("lab.cache.load_model", lambda: cache.model("story-pair")),
    "run": ("lab.cache.capture", lambda: cache.run(ASKED)),
    "head_labels": ("lab.cache.labels.head_labels", lambda: cache.head_labels("story")),
    "model_view": ("lab.cache.diagrams.model_view", lambda: cache.model_view(ASKED, "self", **VIEW)),
    "next_tokens_at": ("lab.cache.predict.next_tokens_at", lambda: cache.next_tokens_at(ASKED, 2)),
    "rest_of_word": ("lab.cache.predict.rest_of_word", lambda: cache.rest_of_word(ASKED)),
    "continuation": ("lab.cache.predict.continuation", lambda: cache.continuation(ASKED)),
    "evidence": ("attn_core.measures.evidence.gather", lambda: cache.evidence(ASKED, ((1,), ()))),
    "heads_off": ("attn_core.measures.interventions.switch_off_heads", lambda: cache.heads_off(ASKED, "zero")),
    "logit_lens": ("attn_core.measures.logit_lens.logit_lens", lambda: cache.logit_lens(ASKED, 2)),
}


@pytest.mark.parametrize("name", COMPUTED)
def test_what_two_visitors_ask_at_once_is_computed_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, ask = COMPUTED[name]
    cache.run(ASKED)
    getattr(cache, name).clear()
    overlap, real = Overlap("streamlit/runtime/caching"), resolve_name(target)

    def counted(*args: Any, **kwargs: Any) -> object:
        overlap.enter()
        try:
            return real(*args, **kwargs)
        finally:
            overlap.leave()

    monkeypatch.setattr(target, counted)
    overlap.run(ask, ask)
    assert overlap.entered == 1


OTHER = replace(ASKED, prompt="Another visitor asks for that")
SHORT, PAIRED, ENCODED = replace(ASKED, max_tokens=9), replace(ASKED, second="b"), replace(ASKED, model="story-pair")
QUESTIONS = (ASKED, OTHER, SHORT, PAIRED, ENCODED)
GATHER = "attn_core.measures.evidence.gather"
OFF = "attn_core.measures.interventions.switch_off_heads"
LENS = "attn_core.measures.logit_lens.logit_lens"
KEYS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "run": ("lab.cache.capture", [(asked,) for asked in QUESTIONS]),
    "translation": ("lab.cache.translate", [(asked,) for asked in QUESTIONS]),
    "next_tokens_at": ("lab.cache.predict.next_tokens_at", [(a, at) for a in QUESTIONS for at in (0, 1)]),
    "rest_of_word": ("lab.cache.predict.rest_of_word", [(asked,) for asked in QUESTIONS]),
    "continuation": ("lab.cache.predict.continuation", [(asked,) for asked in QUESTIONS]),
    "evidence": (GATHER, [(a, c) for a in QUESTIONS for c in (((), ()), ((1,), ()), ((), (1,)))]),
    "heads_off": (OFF, [(asked, to) for asked in QUESTIONS for to in ("zero", "mean")]),
    "logit_lens": (LENS, [(asked, at) for asked in QUESTIONS for at in (0, 1)]),
}


@pytest.mark.parametrize("name", KEYS)
def test_another_question_has_another_answer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, questions = KEYS[name]
    keep, answers = getattr(cache, name), list[tuple[tuple[Any, ...], dict[str, Any]]]()
    keep.clear()
    monkeypatch.setattr(cache, "model", lambda name: name)
    if name != "run":
        monkeypatch.setattr(cache, "run", lambda asked: asked)

    def answer(*args: Any, **kwargs: Any) -> int:
        answers.append((args, kwargs))
        return len(answers)

    monkeypatch.setattr(target, answer)
    given = [keep(*question) for question in questions]
    assert given == list(range(1, len(questions) + 1))
    assert [keep(*question) for question in questions] == given
    for question, (args, kwargs) in zip(questions, answers, strict=True):
        asked, *rest = question
        assert args[0] == asked.model
        assert {asked.prompt, asked.second, asked.max_tokens} <= {*args, *kwargs.values()} or args[1] == asked
        assert all(each in (*args[2:], *kwargs.values()) for each in rest if not isinstance(each, tuple))
    keep.clear()


def test_the_cut_is_made_in_the_chosen_layers_and_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(GATHER, lambda *_, layers, heads, progress: made.append({"layers": layers, "heads": heads}))
    for chosen in (((), ()), ((1, 2), ()), ((), (3,)), ((0,), (1,))):
        cache.evidence(OTHER, chosen)
    assert made == [
        {"layers": None, "heads": None}, {"layers": (1, 2), "heads": None}, {"layers": None, "heads": (3,)},
        {"layers": (0,), "heads": (1,)},
    ]  # fmt: skip
    cache.evidence.clear()


def test_another_view_of_all_heads_is_another_diagram() -> None:
    changes: list[dict[str, Any]] = [
        {}, {"halves": "A→B"}, {"special": "hidden"}, {"special": "shown"}, {"labelled": True}, {"theme": DARK},
    ]  # fmt: skip
    asked = cache.Asked("story-pair", "The cat sat", "The dog lay", 512)
    views = [cache.model_view(asked, "self", **VIEW | change).data for change in changes]
    assert not [(one, other) for one in range(6) for other in range(one) if views[one] == views[other]]


def test_the_limit_is_part_of_the_question() -> None:
    cache.run(ASKED)
    with pytest.raises(PromptTooLongError):
        cache.run(replace(ASKED, max_tokens=3))


@pytest.mark.parametrize("page", [*LAB_PAGES, *HEAD_PAGES, "evidence"])
def test_a_text_that_cant_be_read_brings_back_nobody_elses(page: str, open_page: OpenPage) -> None:
    key = LAB_PAGES.get(page, "prompt")
    mine, other = "Omar was cold so he", "Lena was sick so she"
    first, second = open_page(page, **{key: mine}), open_page(page, **{key: other})
    for app, own in ((first, mine), (second, other), (first, mine)):
        choose(app, **{key: " "})
        assert "nothing to read" in messages(app)
        assert f"the last prompt that worked: “{own}”" in messages(app)
    stranger = open_page(page, **{key: " "})
    assert "the last prompt" not in messages(stranger)
    assert not (*stranger.get("vega_lite_chart"), *stranger.get("bidi_component"))


def test_two_visitors_in_turn_keep_their_own_prompts(open_page: OpenPage) -> None:
    first, second = open_page("head_view", prompt="Omar was cold"), open_page("head_view", prompt="Lena was sick")
    for _ in range(2):
        assert drawn(choose(first, layer=1))["query"]["labels"][1] == "Omar"
        assert drawn(choose(second, layer=2))["query"]["labels"][1] == "Lena"
    assert "layer 1" in words(first)
    assert runs.run("story", "Omar was cold").tokens[1] == "Omar"
