"""Special tokens typed as text: what became one is told, with what it stands for, and nothing else is."""

from __future__ import annotations

import pytest

from attn_core import capture, translate
from attn_core.forward.typed_specials import OTHER, typed_specials
from attn_core.records.tokens import Token
from tests.support.tiny_models import Tiny

END, START, UNKNOWN, EMPTY = "the end of a text", "the start of a text", "an unknown word", "an empty place"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("gemma3", "Jide <eos> was <bos> hungry<eos>", {"<eos>": END, "<bos>": START}),
        ("gemma3", "Jide [SEP] [CLS] [MASK] < eos > <EOS>", {}),
        ("gemma3", "Jide was hungry", {}),
        ("gpt2", "Jide<|endoftext|>Lena", {"<|endoftext|>": END}),
        ("gpt2", "Jide <eos>", {}),
        ("bert", "Jide [SEP] was [PAD] [UNK] [CLS]", {"[SEP]": END, "[PAD]": EMPTY, "[UNK]": UNKNOWN, "[CLS]": START}),
        ("bert", "Jide was [MASK] ☃ so", {}),
        ("roberta", "Jide </s> [MASK] <mask>", {"</s>": END}),
    ],
)
def test_what_was_typed_is_told(name: str, text: str, told: dict[str, str], tiny: Tiny) -> None:
    run = capture(tiny(name), text)
    assert typed_specials(tiny(name), run.token_info, run.prompt, run.pair) == told


def test_of_a_pair_both_texts_are_looked_at(tiny: Tiny) -> None:
    run = capture(tiny("bert"), "The cat [CLS] sat", "The dog [PAD] lay")
    assert typed_specials(tiny("bert"), run.token_info, run.prompt, run.pair) == {"[CLS]": START, "[PAD]": EMPTY}


def test_of_a_translation_each_side_is_asked_for(tiny: Tiny) -> None:
    model = tiny("t5")
    run = translate(model, "The cat </s> sat", "the <pad> cat")
    assert typed_specials(model, run.encoder.query_tokens, run.prompt) == {"</s>": END}
    assert typed_specials(model, run.decoder.query_tokens, run.target) == {"<pad>": EMPTY}
    own = translate(model, "The cat sat")
    assert typed_specials(model, own.decoder.query_tokens, own.target) == {}


def test_a_special_token_without_a_known_use_is_told_too(tiny: Tiny) -> None:
    token = Token(7, "<turn>", special=True, segment=0, span=(2, 9), sentence=-1, word_class="special")
    assert typed_specials(tiny("gpt2"), [token], "Hi <turn>") == {"<turn>": OTHER}
