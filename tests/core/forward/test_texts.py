"""capture: every prompt that can be typed, and captures at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from attn_core import capture, translate
from attn_core.errors import BusyError, EmptyPromptError, PromptError, PromptTooLongError
from attn_core.forward.line import Line
from tests.support.tiny_models import Tiny


def test_a_pair_is_for_encoders(tiny: Tiny) -> None:
    with pytest.raises(PromptError, match="reads one text"):
        capture(tiny("llama"), "The cat", "The dog")


def test_a_model_that_writes_a_second_text_is_for_translate(tiny: Tiny) -> None:
    for pair in (None, "The dog lay on the rug."):
        with pytest.raises(PromptError, match=r"t5 reads one text and writes another: .* Use `translate`"):
            capture(tiny("t5"), "The cat", pair)


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t", "\x00", "\x00\x07", "\u200b\u200d", "\u202e", "\ufeff \u00a0"])
@pytest.mark.parametrize("name", ["gemma3", "gpt2", "bert"])
def test_nothing_to_read(name: str, prompt: str, tiny: Tiny) -> None:
    with pytest.raises(EmptyPromptError, match="no visible character"):
        capture(tiny(name), prompt)


def test_an_empty_pair_is_nothing_to_read(tiny: Tiny) -> None:
    with pytest.raises(EmptyPromptError):
        capture(tiny("bert"), "The cat", " ")


@pytest.mark.parametrize(
    "prompt",
    ["a", "a\x00b", "\x1b[31mred", "👩‍👩‍👧 went", "مرحبا بالعالم", "e\u0301\u0301\u0301", "a\u200bb", "नमस्ते दुनिया",
     "<b>bold</b> *x* [y](z)", "a <bos> b", "[MASK] [CLS]", "a\u202eb", "日本語。", "½ ﷽"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["gemma3", "gpt2", "bert", "roberta"])
def test_any_text_goes_through(name: str, prompt: str, tiny: Tiny) -> None:
    run = capture(tiny(name), prompt)
    assert all(run.tokens)
    assert not any(set(label) & set("\x00\x1b\n\t\u200b\u202e") for label in run.tokens)
    assert np.isfinite(run.last_query).all()
    for token in run.token_info:
        assert 0 <= token.span[0] <= token.span[1] <= len(run.prompt)


def test_a_combining_character_is_something_to_see(tiny: Tiny) -> None:
    assert capture(tiny("gpt2"), "\u0301").tokens


def test_only_specials_is_nothing_to_read(tiny: Tiny) -> None:
    with pytest.raises(EmptyPromptError, match="nothing but the model’s own special tokens"):
        capture(tiny("gemma3"), "<bos>")


def test_half_a_surrogate_pair_is_refused(tiny: Tiny) -> None:
    with pytest.raises(PromptError, match="Character 3"):
        capture(tiny("gpt2"), "ab\ud83d")


def test_one_token_attends_to_itself(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), "a")
    assert run.tokens == ("a",)
    np.testing.assert_array_equal(run.last_query, np.ones((3, 4, 1)))
    assert len(run.next_tokens) == 50


@pytest.mark.parametrize(("max_tokens", "limit"), [(None, 128), (100, 100), (500, 128)])
def test_too_long_says_how_long_and_the_limit(max_tokens: int | None, limit: int, tiny: Tiny) -> None:
    with pytest.raises(
        PromptTooLongError,
        match=rf"It has 300 tokens, and the limit for gpt2 is {limit}\. Shorten it by about {300 - limit} tokens\.",
    ):
        capture(tiny("gpt2"), " the" * 300, max_tokens=max_tokens)


def test_a_text_that_is_far_too_long_is_not_even_tokenized(tiny: Tiny) -> None:
    def tokenize(*texts: str) -> None:
        raise AssertionError(f"{len(texts[0])} characters were to be tokenized")

    model = replace(tiny("gpt2"), tokenizer=tokenize)
    with pytest.raises(PromptTooLongError, match="It has 201 characters, and the limit for gpt2 is 10 tokens"):
        capture(model, "字" * 201, max_tokens=10)


@pytest.mark.parametrize("name", ["gpt2", "t5"])
def test_a_text_that_is_too_long_is_not_described(name: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def describe(*_: object) -> None:
        raise AssertionError("its tokens were to be described")

    model = tiny(name)
    for module in ("capture", "translate"):
        monkeypatch.setattr(f"attn_core.forward.{module}.describe", describe)
    with pytest.raises(PromptTooLongError):
        (translate if name == "t5" else capture)(model, "the " * 40, max_tokens=10)


def test_the_longest_prompt_that_a_model_reads(tiny: Tiny) -> None:
    for name in ("gpt2", "opt", "roberta"):
        model = tiny(name)
        assert model.n_ctx == 128
        specials = 2 if name == "roberta" else 0
        run = capture(model, " the" * (128 - specials))
        assert len(run.tokens) == 128


def test_a_busy_model_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny("gpt2")
    monkeypatch.setattr("attn_core.forward.loaded.WAIT_S", 0.05)
    with model.forward_lock(), pytest.raises(BusyError, match=r"0\.05 seconds"):
        capture(model, "the cat")
    assert capture(model, " the cat").tokens == ("the", "cat")


def test_captures_at_once_never_mix(tiny: Tiny) -> None:
    """Two models and two prompts each, in four threads; the second GPT-2 has a line of its own."""
    twin = replace(tiny("gpt2"), line=Line())
    jobs = [
        (tiny("gpt2"), "The cat sat"),
        (twin, "Omar asked for a coat."),
        (tiny("bert"), "The sea"),
        (twin, "Jide was hungry so she went"),
    ]
    alone = [capture(model, prompt) for model, prompt in jobs]
    faults: list[str] = []

    def repeat(number: int) -> None:
        model, prompt = jobs[number]
        for _ in range(15):
            run = capture(model, prompt)
            same = run.tokens == alone[number].tokens and np.allclose(run.last_query, alone[number].last_query)
            if not same:
                faults.append(prompt)

    threads = [threading.Thread(target=repeat, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
