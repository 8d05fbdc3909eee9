"""Whether a model knows a prompt: measured on tiny models, and on what a model is scripted to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from attn_core import capture
from attn_core.errors import PromptError
from attn_core.forward import outlook
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.outlook import Outlook
from attn_core.measures.familiarity import AT_LEAST, everyday, familiarity, measure_reference, unknown_words
from attn_core.measures.nearest_prompt import nearest_prompt
from attn_core.models.loading import load_here
from attn_core.records.familiarity import Passage, Reference
from attn_core.story_models import STORY_DIR

Tiny = Callable[[str], LoadedModel]
PASSAGES = Reference(tuple(Passage(f"number {bits}", (bits, bits), 0.5, bits < 5) for bits in (2.0, 4.0, 6.0, 8.0)))


def scripted(monkeypatch: pytest.MonkeyPatch, bits: Sequence[float]) -> None:
    """Let every text surprise so much, token by token."""

    def outlooks(model: LoadedModel, texts: Sequence[Sequence[int]], places: Sequence[int]) -> list[Outlook]:
        return [Outlook(np.array(bits[: len(text)], dtype=np.float32), 0, 0.5, 3.0) for text in texts]

    monkeypatch.setattr(outlook, "outlooks", outlooks)


def embedded(model: LoadedModel) -> LoadedModel:
    """The model as if it came with the package."""
    return replace(model, entry=replace(model.entry, repository=str(STORY_DIR)))


def test_the_passages_are_many_everyday_texts_and_none_twice() -> None:
    texts = [text for text, _ in everyday()]
    assert len(texts) >= 200
    assert len(set(texts)) == len(texts)
    for text, fitting in everyday():
        assert text == text.strip()
        assert 2 <= len(text.split()) <= 40
        assert fitting
        assert all(word == word.casefold() for word in fitting)


def test_bits_a_word_by_hand(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tokens after <bos>, two of which are one word and the full stop after it."""
    run = capture(tiny("gemma3"), "The cat.")
    assert run.tokens == ("<bos>", "The", "c", "at.")
    scripted(monkeypatch, [np.nan, 5, 2, 1])
    found = familiarity(tiny("gemma3"), run, PASSAGES)
    assert found.bits_a_word == (5 + 3) / 2
    assert found.percentile == 37.5  # above 2, equal to 4
    assert (found.top_probability, found.entropy_bits) == (0.5, 3)


def test_a_first_word_that_nothing_foretells_is_left_out(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    run = capture(tiny("gpt2"), " the cat the")
    assert len(run.tokens) == 3
    scripted(monkeypatch, [np.nan, 1, 4])
    assert familiarity(tiny("gpt2"), run, PASSAGES).bits_a_word == 2.5
    alone = familiarity(tiny("gpt2"), capture(tiny("gpt2"), " the"), PASSAGES)
    assert (alone.bits_a_word, alone.percentile) == (None, None)


@pytest.mark.parametrize("name", ["gemma3", "gemma2", "llama", "gpt2", "opt", "phi", "bert", "roberta", "distilbert"])
def test_a_random_model_is_told_without_a_crash(name: str, tiny: Tiny) -> None:
    model = tiny(name)
    reference = measure_reference(model)
    assert len(reference.passages) == len(everyday())
    for prompt in ("Jide was hungry", "a", "...", "😀", "猫が座った", "don't", " the\n\ncat ", "x " * 40):
        text = f"{prompt} [MASK]" if model.kind == "encoder" else prompt
        found = familiarity(model, capture(model, text), reference)
        assert 0 <= found.fits <= 1
        assert 0 <= found.top_probability <= 1
        assert 0 <= found.entropy_bits <= np.log2(model.model.config.vocab_size) + 1e-3
        assert found.percentile is None or 0 <= found.percentile <= 100
        assert found.step in ("at home", "unsure", "lost")
        assert (found.bits_a_word is None) or model.kind == "decoder"


def test_what_foresees_no_word_is_not_told(tiny: Tiny) -> None:
    with pytest.raises(PromptError):
        measure_reference(tiny("t5"))
    with pytest.raises(PromptError, match=r"\[MASK\]"):
        familiarity(tiny("bert"), capture(tiny("bert"), "The cat"), PASSAGES)


def test_a_large_model_reads_fewer_passages(tiny: Tiny) -> None:
    large = replace(tiny("gpt2"), n_parameters=10**9)
    assert len(measure_reference(large).passages) == AT_LEAST
    assert len(measure_reference(replace(large, n_parameters=10**8)).passages) == 100


def test_unknown_words_are_those_in_pieces(tiny: Tiny) -> None:
    model, text = tiny("gemma3"), "Omar was qzx, 1998 and the cat"
    run = capture(model, text)
    found = unknown_words(model, run.token_info, text)
    assert [word.text for word in found] == ["qzx"]
    assert text[slice(*found[0].span)] == "qzx"
    assert found[0].pieces == sum(token.span[0] < 12 and token.span[1] > 9 for token in run.token_info)
    assert found[0].pieces >= 3


def test_the_halves_of_a_contraction_are_words(tiny: Tiny) -> None:
    model = tiny("gemma3")
    text = "Omar was'qzx"
    halves = [word.text for word in unknown_words(model, capture(model, text).token_info, text)]
    assert halves == ["'qzx"]


def test_what_a_tokenizer_reads_as_unknown_is_one(tiny: Tiny) -> None:
    run = capture(tiny("bert"), "The 猫 sat [MASK]")
    (found,) = unknown_words(tiny("bert"), run.token_info, run.prompt)
    assert (found.text, found.pieces) == ("猫", 1)


def test_pieces_decide_only_where_words_were_taught_whole(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    run = capture(tiny("gemma3"), "Omar was qzx")
    scripted(monkeypatch, [np.nan, *[0.1] * 9])
    other, own = (familiarity(model, run, PASSAGES) for model in (tiny("gemma3"), embedded(tiny("gemma3"))))
    assert other.unknown == own.unknown
    assert (other.taught_whole, own.taught_whole) == (False, True)
    assert (other.step, own.step) == ("at home", "unsure")


def test_the_nearest_prompt_shares_content_words_first() -> None:
    texts = ("She was so cold that she went", "The dog ate", "A cat sat on the mat", "No one hits this one")
    easy = [Passage(text, (1.0,), 0.9, not text.startswith("No")) for text in texts]
    hard = [Passage(f"hard {number}", (30.0,), 0.1, False) for number in range(20)]
    reference = Reference((*easy, *hard))
    assert nearest_prompt(reference, "she was so so with my dog") == "The dog ate"
    assert nearest_prompt(reference, "what she was") == texts[0]
    assert nearest_prompt(reference, "qzx blorf") == "The dog ate"  # nothing shared: the shortest
    assert nearest_prompt(reference, "No one hits this one") != "No one hits this one"
    assert nearest_prompt(Reference(tuple(hard)), "the dog") is None


@pytest.fixture(scope="module")
def story() -> tuple[LoadedModel, Reference]:
    model = load_here("story")
    return model, measure_reference(model)


@pytest.mark.parametrize(
    ("prompt", "step"),
    [
        ("Jide was thirsty so she went looking for", "at home"),
        ("qzx blorf wug", "lost"),
    ],
)
def test_story_knows_its_stories_and_no_nonsense(story: tuple[LoadedModel, Reference], prompt: str, step: str) -> None:
    model, reference = story
    assert familiarity(model, capture(model, prompt), reference).step == step


def test_what_story_is_said_to_know_it_knows(story: tuple[LoadedModel, Reference]) -> None:
    """The prompt that is offered is one that the gauge itself, with the shipped weights, calls at home."""
    model, reference = story
    for asked in ("qzx blorf wug", "I want to eat an aple", "the dog of my granmother"):
        offered = nearest_prompt(reference, asked)
        assert offered is not None
        assert familiarity(model, capture(model, offered), reference).step != "lost"
