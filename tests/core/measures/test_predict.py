"""Predictions at earlier positions, and words that are finished."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from attn_core import capture
from attn_core.errors import BusyError
from attn_core.forward import hook as attention
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.predict import continuation, next_tokens_at, rest_of_word
from attn_core.records.tokens import NextToken
from tests.support.tiny_models import Folder, Tiny, own_model
from tests.support.tiny_tokenizers import TOKENIZERS


@pytest.mark.parametrize("name", ["gemma3", "gpt2"])
def test_every_position_of_one_forward(name: str, tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny(name), "Jide was hungry so she went looking for food")
    model = own_model(tiny_folder(name))
    with torch.inference_mode():
        expected = model(torch.tensor([run.input_ids])).logits[0].softmax(-1)
    for position in range(len(run.tokens)):
        found = next_tokens_at(tiny(name), run, position)
        assert found[0].id == expected[position].argmax()
        assert found[0].probability == pytest.approx(expected[position].max().item(), rel=1e-4)
        assert len(found) == 50


def test_the_last_position_needs_no_forward(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), " the cat")
    with tiny("gpt2").forward_lock():
        assert next_tokens_at(tiny("gpt2"), run, 1) is run.next_tokens


def test_it_waits_for_the_model(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    run = capture(tiny("gpt2"), " the cat")
    monkeypatch.setattr("attn_core.forward.loaded.WAIT_S", 0.01)
    with tiny("gpt2").forward_lock(), pytest.raises(BusyError):
        next_tokens_at(tiny("gpt2"), run, 0)


def test_what_can_not_be_predicted(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), " the cat")
    for position in (-1, 2):
        with pytest.raises(IndexError, match=f"position {position} of a run of 2"):
            next_tokens_at(tiny("gpt2"), run, position)


@pytest.mark.parametrize(
    ("kind", "written", "rest"),
    [
        ("gpt2", [" s", "at", " on"], "at"),
        ("gpt2", [" s", "at", "."], "at"),
        ("gpt2", [" the", " cat"], ""),
        ("gpt2", [".", "at"], ""),
        ("gpt2", ["\n", "T"], ""),
        ("gpt2", [" s", "<|endoftext|>"], ""),
        ("gpt2", ["<|endoftext|>", "at"], ""),
        ("gpt2", ["\xc3", "\xa9", " on"], "é"),
        ("gpt2", [" c", "a", "f", "\xc3", "\xa9", "."], "afé"),
        ("gpt2", [" s"] + ["at"] * 20, "at" * 8),
        ("gemma3", [" s", "at", " on"], "at"),
    ],
)
def test_a_word_is_finished(
    kind: str, written: list[str], rest: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model's last logits are replaced by those of one that writes `written`; a byte is given as a character."""
    model = tiny(kind)
    prompt = capture(model, " the cat")
    ids = [one_token(kind, text) for text in written]

    real = attention.logits

    def scripted(model: LoadedModel, encoding: dict[str, list[int]], positions: list[int]) -> np.ndarray:
        real(model, encoding, positions)
        step = len(encoding["input_ids"]) - len(prompt.input_ids)
        return np.eye(model.model.config.vocab_size, dtype=np.float32)[[ids[step]]] * 50

    monkeypatch.setattr(attention, "logits", scripted)
    assert rest_of_word(model, capture(model, " the cat")) == rest


def one_token(kind: str, text: str) -> int:
    words = TOKENIZERS["bytes" if kind == "gpt2" else "metaspace"]()
    if len(text) == 1 and ord(text) > 127:
        return int(words.convert_tokens_to_ids(text))  # GPT-2's alphabet has these bytes as these characters
    (number,) = words(text, add_special_tokens=False).input_ids
    return int(number)


def test_a_full_context_ends_the_word(tiny: Tiny) -> None:
    model = tiny("gpt2")
    run = capture(model, " the" * 128)
    assert rest_of_word(model, run) == ""


@pytest.mark.parametrize(("room", "rest"), [(0, ""), (1, "at"), (2, "atat")])
def test_a_word_is_finished_as_far_as_the_model_can_read(
    room: int, rest: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, at = tiny("gpt2"), one_token("gpt2", "at")
    run = capture(model, " the cat")
    scores = np.eye(model.model.config.vocab_size, dtype=np.float32)[[at]] * 50
    monkeypatch.setattr(attention, "logits", lambda model, encoding, positions: scores)
    begun = replace(run, next_tokens=(NextToken(one_token("gpt2", "s"), "s", "s", 0.5),))
    assert rest_of_word(replace(model, n_ctx=len(run.input_ids) + room), begun) == rest


def test_a_continuation_is_what_the_model_would_write(tiny: Tiny) -> None:
    model = tiny("gpt2")
    run = capture(model, " the cat sat")
    texts = continuation(model, run, 5)
    assert texts
    ids = list(run.input_ids)
    for text in texts:
        read = capture(model, text)
        assert read.input_ids[: len(ids)] == tuple(ids)
        assert len(read.input_ids) > len(ids)
        ids = list(read.input_ids)
    first = capture(model, texts[0])
    assert first.input_ids[len(run.input_ids)] == run.next_tokens[0].id
    assert len(continuation(model, run, 2)) <= 2


def test_a_continuation_ends_where_the_model_can_read_no_more(tiny: Tiny) -> None:
    model = tiny("gpt2")
    run = capture(model, " the cat sat")
    assert len(continuation(replace(model, n_ctx=len(run.input_ids) + 1), run)) <= 1
    assert continuation(replace(model, n_ctx=len(run.input_ids)), run) == ()


def test_a_continuation_is_twenty_tokens_of_the_likeliest(tiny: Tiny, tiny_folder: Folder) -> None:
    run = capture(tiny("gpt2"), " the cat sat")
    words = TOKENIZERS["bytes"]()
    written = (
        own_model(tiny_folder("gpt2"))
        .generate(torch.tensor([run.input_ids]), do_sample=False, max_new_tokens=20, pad_token_id=0, eos_token_id=None)[
            0
        ]
        .tolist()
    )
    end = words.convert_tokens_to_ids("<|endoftext|>")
    n = len(run.input_ids)
    written = written[: written.index(end, n)] if end in written[n:] else written
    steps = [written[: n + count] for count in range(1, len(written) - n + 1)]
    expected = [text for ids in steps if words(text := words.decode(ids)).input_ids == ids]
    assert list(continuation(tiny("gpt2"), run)) == expected
    assert expected


def test_a_continuation_ends_before_a_special_token(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model, end = tiny("gpt2"), one_token("gpt2", "<|endoftext|>")
    run = capture(model, " the cat")
    scores = np.eye(model.model.config.vocab_size, dtype=np.float32)[[end]] * 50
    monkeypatch.setattr(attention, "logits", lambda model, encoding, positions: scores)
    begun = replace(run, next_tokens=(NextToken(one_token("gpt2", " on"), "on", " on", 0.5),))
    assert continuation(model, begun) == (" the cat on",)
    assert continuation(model, replace(run, next_tokens=(NextToken(end, "", "", 0.5),))) == ()


def test_a_continuation_has_twenty_tokens_or_as_many_as_asked_for(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model, on = tiny("gpt2"), one_token("gpt2", " on")
    run = capture(model, " the cat")
    scores = np.eye(model.model.config.vocab_size, dtype=np.float32)[[on]] * 50
    monkeypatch.setattr(attention, "logits", lambda model, encoding, positions: scores)
    begun = replace(run, next_tokens=(NextToken(on, "on", " on", 0.5),))
    assert continuation(model, begun) == tuple(" the cat" + " on" * count for count in range(1, 21))
    assert len(continuation(model, begun, 3)) == 3
    room = replace(model, n_ctx=len(run.input_ids) + 2)
    assert continuation(room, begun) == (" the cat on", " the cat on on")
