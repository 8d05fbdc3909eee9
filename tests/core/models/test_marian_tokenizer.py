"""Marian's tokenizer: the pieces that transformers' own finds, and the characters that each is from."""

from __future__ import annotations

import json

import pytest
import transformers

from attn_core.errors import BrokenModelError, UnsupportedModelError
from attn_core.models.loading import load_model
from tests.support.tiny_models import Folder, Tiny

TEXTS = [
    "The cat sat on the mat.", "Die Katze saß auf der Matte.", "  two  blanks ", "ﬁne Ｗｏｒｄｓ …", "日本 🙂 ß",
    "\x00 e\u0301", ">>deu<< The cat", ">>deu<<The cat", ">>nowhere<< The cat", "a < b >> c", ">>",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Recommended")  # sacremoses, which it never uses to cut a text
@pytest.mark.parametrize("text", TEXTS)
def test_pieces_are_those_of_transformers(text: str, tiny: Tiny) -> None:
    model = tiny("marian")
    theirs = transformers.MarianTokenizer.from_pretrained(model.entry.repository)
    assert model.tokenizer(text)["input_ids"] == theirs(text)["input_ids"]
    assert model.tokenizer(text_target=text)["input_ids"] == theirs(text_target=text)["input_ids"]


def test_characters_of_pieces(tiny: Tiny) -> None:
    for text in TEXTS:
        pieces = tiny("marian").tokenizer(text).encodings[0]
        places = [i for start, end in pieces.offsets for i in range(start, end)]
        assert places == sorted(set(places))
        assert not "".join(character for i, character in enumerate(text) if i not in places).strip()
        assert (pieces.sequence_ids[-1], pieces.offsets[-1]) == (None, (0, 0))
    pieces = tiny("marian").tokenizer(">>deu<< ﬁ").encodings[0]
    assert pieces.offsets[0] == (0, 7)
    assert pieces.offsets[-2] == (8, 9)  # one character of the text, though two are read


def test_languages_with_vocabularies_of_their_own_are_refused(copy: Folder) -> None:
    folder = copy("marian")
    (folder / "tokenizer_config.json").write_text(json.dumps({"separate_vocabs": True}))
    with pytest.raises(UnsupportedModelError, match=r"vocabularies of their own\. Choose an opus-mt model"):
        load_model(str(folder), device="cpu", catalog={})


@pytest.mark.parametrize("name", ["target.spm", "vocab.json"])
def test_files_that_are_missing_or_broken(name: str, copy: Folder) -> None:
    folder = copy("marian")
    (folder / name).write_text("{")
    with pytest.raises(BrokenModelError, match="marian can't be loaded"):
        load_model(str(folder), device="cpu", catalog={})
    (folder / name).unlink()
    with pytest.raises(BrokenModelError, match="marian can't be loaded"):
        load_model(str(folder), device="cpu", catalog={})


def test_a_slow_tokenizer_without_its_files_is_no_crash(copy: Folder) -> None:
    folder = copy("marian")
    for file in folder.glob("*.spm"):
        file.unlink()
    with pytest.raises(BrokenModelError, match="marian can't be loaded"):
        load_model(str(folder), device="cpu", catalog={})
