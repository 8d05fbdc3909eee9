"""A special token typed as text gets a line on the page that says what it became."""

from __future__ import annotations

import pytest

from tests.dashboard.support import PAIR, OpenPage, words

LETTERS = "is not read as letters"
END = "“<eos>” is not read as letters: it is the model’s own token for the end of a text."


@pytest.mark.parametrize("page", ["single_sentence", "head_view", "model_view", "neuron_view", "evidence"])
def test_an_end_mark_that_is_typed_is_told_of(page: str, open_page: OpenPage) -> None:
    said = words(open_page(page, prompt="Lena was cold.<eos>Jide was"))
    assert said.count(LETTERS) == 1
    assert END in said
    assert LETTERS not in words(open_page(page, prompt="Lena was cold [SEP] [MASK] <end> ☃ 字"))


def test_of_a_pair_too(open_page: OpenPage) -> None:
    said = words(open_page("head_view", model=PAIR, a="The cat [MASK] sat", b="The [CLS] dog"))
    assert said.count(LETTERS) == 1
    assert "“[CLS]” is not read as letters: it is the model’s own token for the start of a text." in said


def test_of_a_second_prompt_too(open_page: OpenPage) -> None:
    assert END in words(open_page("single_sentence", prompt2="Lena <eos> was"))


def test_of_a_translation_too(open_page: OpenPage, translators: None) -> None:
    said = words(open_page("head_view", model="Tiny T5 · 1M", source="The cat </s> sat", target="the <pad> cat"))
    assert "“</s>” is not read" in said
    assert "“<pad>” is not read" in said
