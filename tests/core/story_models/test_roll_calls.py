"""Roll calls: what is asked was told, whatever the form, and the stages follow each other."""

from __future__ import annotations

import random
import re

import pytest

from attn_core.story_models.stories.lexicon import load_lexicon
from attn_core.story_models.stories.roll_calls import PASSAGES, Stage, roll_call, stage_of

LISTS, PLAIN, ANY = Stage(1, 1, 1, 0), Stage(1, 1, 0, 1), Stage(1, 1, 0, 0)


@pytest.mark.parametrize("stage", [LISTS, PLAIN, ANY], ids=["lists", "plain", "any"])
def test_asked_words_are_whole_and_were_told(stage: Stage) -> None:
    rng = random.Random(3)
    for _ in range(300):
        text, spans = roll_call(rng, stage)
        assert spans
        for start, end in spans:
            assert text[end] in " ."
            assert text[start - 1] == " "
            assert re.search(rf"\b{re.escape(text[start:end])}\b", text[: start - 1], re.I), text


def test_a_list_is_told_twice() -> None:
    text, spans = roll_call(random.Random(1), LISTS)
    half = len(text) // 2
    assert text[:half] == text[half + 1 :]
    assert len(spans) == len(text[:half].split()) - 1


def test_what_is_asked_is_what_the_same_name_had() -> None:
    names = load_lexicon().names
    people = {*names["male"], *names["female"]}
    rng, seen = random.Random(5), 0
    for _ in range(300):
        text, spans = roll_call(rng, PLAIN)
        for start, end in spans:
            sentence = text[text.rindex(". ", 0, start) + 2 : end]
            if " had " in sentence and sentence.split(" had ")[0] in people:
                seen += 1
                assert sentence in text[: start - len(sentence) + end - start]
    assert seen > 50


def test_nothing_is_told_by_who_is_left() -> None:
    asked = [roll_call(random.Random(seed), PLAIN) for seed in range(60)]
    words = [[text[start:end] for start, end in spans] for text, spans in asked]
    assert any(len(set(each)) < len(each) for each in words)


def test_stages_follow_each_other() -> None:
    for model, passages in PASSAGES.items():
        stages = [stage_of(model, done) for done in (0, 0.11, 0.12, 0.29, 0.3, 0.99, 1.0)]
        assert [stage.until for stage in stages] == [0.12, 0.12, 0.3, 0.3, 1, 1, 1]
        assert [stage.everyday for stage in stages] == [0, 0, 0, 0, passages, passages, passages]
