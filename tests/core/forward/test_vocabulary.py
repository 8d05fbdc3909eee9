"""Labels in four kinds of tokenizer, spans, sentences and word classes."""

from __future__ import annotations

from typing import Any

import pytest

from attn_core import capture
from attn_core.forward.vocabulary import Vocabulary, describe, visible
from attn_core.forward.words import Sentences, WordClasses
from attn_core.records.tokens import Token
from tests.support.tiny_models import Tiny
from tests.support.tiny_tokenizers import TOKENIZERS


def labels(kind: str, text: str) -> tuple[str, ...]:
    words = TOKENIZERS[kind]()
    return Vocabulary(words).labels(words(text).input_ids)


def tokens(kind: str, *texts: str) -> tuple[Token, ...]:
    words = TOKENIZERS[kind]()
    return describe(Vocabulary(words), words(*texts).encodings[0], texts)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (" food", "food"), ("food", "food"), ("ide", "ide"),
        (" ", "␣"), ("   ", "␣␣␣"), ("  food", "␣␣food"), ("food ", "food␣"), ("a b", "a b"),
        ("\n", "⏎"), ("\n\n", "⏎⏎"), ("\t", "⇥"), ("\r\n", "U+000D⏎"), (" \n", "␣⏎"),
        ("\x00", "U+0000"), ("\u200b", "U+200B"), ("a\u200bb", "aU+200Bb"), ("\u202e", "U+202E"), ("\u00a0", "U+00A0"),
        ("\ufeff", "U+FEFF"), ("\u2028", "U+2028"),
        ("\u0301", "◌\u0301"), ("e\u0301", "e\u0301"), ("\ufe0f", "U+FE0F"), ("❤\ufe0f", "❤\ufe0f"),
        ("👩\u200d👧", "👩\u200d👧"), ("\u200d", "U+200D"), ("a\u200d", "aU+200D"), ("می\u200cخوام", "می\u200cخوام"),
        (" مرحبا", "مرحبا"), ("日本", "日本"), ("<b>", "<b>"), ("", ""),
    ],
)  # fmt: skip
def test_visible(text: str, label: str) -> None:
    assert visible(text) == label


@pytest.mark.parametrize("kind", ["bytes", "metaspace"])
def test_words_blanks_and_split_characters(kind: str) -> None:
    start = ("<bos>",) if kind == "metaspace" else ()
    assert labels(kind, "The cat sat\n on") == (*start, "The", "cat", "sat", "⏎", "on")
    assert labels(kind, "é") == (*start, "é·C3", "é·A9")
    assert labels(kind, "👧a") == (*start, "👧·F0", "👧·9F", "👧·91", "👧·A7", "a")
    assert labels(kind, "\u200b") == (*start, "U+200B·E2", "U+200B·80", "U+200B·8B")


def test_wordpieces_and_specials() -> None:
    assert labels("wordpiece", "The mats [MASK] 日") == ("[CLS]", "the", "mat", "s", "[MASK]", "[UNK]", "[SEP]")


def test_special_tokens_in_a_text_stay_whole() -> None:
    assert labels("metaspace", "a<bos>b") == ("<bos>", "a", "<bos>", "b")


def test_a_piece_of_two_characters_and_a_half() -> None:
    """Byte-level merges may join the end of one character to others; each token shows what it holds."""

    class Pieces:
        def __init__(self, *pieces: str) -> None:
            self.pieces = pieces
            self.added_tokens_decoder: dict[int, Any] = {}
            self.backend_tokenizer = TOKENIZERS["bytes"]().backend_tokenizer

        def convert_ids_to_tokens(self, number: int) -> str | None:
            return self.pieces[number] if number < len(self.pieces) else None

    vocabulary = Vocabulary(Pieces("aÃ", "©b", "Ã", "ð", "ŁĺĢx"))
    assert vocabulary.labels([0, 1]) == ("aé·C3", "é·A9b")
    assert vocabulary.labels([3, 4]) == ("😀·F0", "😀·9F9880x")
    assert vocabulary.labels([2]) == ("⟨C3⟩",)  # alone it is no character
    assert vocabulary.labels([2, 2, 1]) == ("⟨C3⟩", "é·C3", "é·A9b")
    assert vocabulary.labels([3, 1]) == ("⟨F0⟩", "⟨A9⟩b")
    assert vocabulary.text([0, 1]) == "aéb"
    assert vocabulary.label(99) == "⟨99⟩"  # a row of the model without a token


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bytes", " the"),
        ("metaspace", " the"),
        ("wordpiece", "the"),
        ("bytes", "\n"),
        ("metaspace", "."),
        ("wordpiece", "."),
    ],
)
def test_text_is_what_would_be_written(kind: str, text: str) -> None:
    words = TOKENIZERS[kind]()
    ids = words(text, add_special_tokens=False).input_ids
    assert Vocabulary(words).text(ids) == (" the" if text.strip() == "the" else text)


@pytest.mark.parametrize("kind", ["bytes", "metaspace", "wordpiece"])
def test_spans_give_the_words_back(kind: str) -> None:
    text = "Omar was cold and é\u0301  lay on the rug."
    words = {text[start:end] for start, end in (token.span for token in tokens(kind, text)) if end > start}
    assert {"Omar", "was", "cold", "lay", "on", "the", "."} <= words
    assert "é" in words or "é\u0301" in words


def test_special_tokens_are_marked_and_repeated_ones_stay_apart() -> None:
    found = tokens("wordpiece", "the cat the [MASK]")
    assert [token.special for token in found] == [True, False, False, False, False, True]
    assert [token.word_class for token in found] == [
        "special", "function", "content", "function", "punctuation", "special",
    ]  # fmt: skip
    assert found[1].label == found[3].label
    assert found[1].span == (0, 3)
    assert found[3].span == (8, 11)
    assert found[0].span == found[5].span == (0, 0)
    assert found[0].sentence == found[5].sentence == -1


@pytest.mark.parametrize("kind", ["bytes", "metaspace"])
def test_sentences_of_tokens(kind: str) -> None:
    text = "Dr. Jide was hungry. She went to the sea.\n\nOmar was sick."
    found = [token for token in tokens(kind, text) if not token.special]
    numbers = [token.sentence for token in found]
    assert numbers == sorted(numbers)
    assert set(numbers) == {0, 1, 2}
    firsts = [next(token for token in found if token.sentence == number) for number in range(3)]
    assert [text[token.span[0]] for token in firsts] == ["D", "S", "O"] or firsts[2].label == "⏎"
    assert text[firsts[1].span[0] :].startswith("She")


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Dr. Smith met Mrs. Lee at 5 p.m. on Monday. He left.", ["Dr.", "He"]),
        ("Is it 3.5 km? Yes! No…", ["Is", "Yes", "No"]),
        ("他来了。我走了！", ["他", "我"]),
        ("هل جئت؟ نعم.", ["هل", "نعم"]),
        ("नमस्ते। कैसे हो?", ["नमस्ते", "कैसे"]),
        ("😀 Hi there. 👩‍👩‍👧 Go.", ["😀", "👩"]),
        ("one line\n\nanother", ["one", "another"]),
        ("", [""]),
        ("  \n ", [" "]),
    ],
)
def test_sentences_in_any_language(text: str, starts: list[str]) -> None:
    sentences = Sentences(text)
    assert len(sentences) == len(starts)
    numbers = [sentences.at(i) for i in range(len(text))]
    firsts = [numbers.index(number) for number in range(len(starts))] if text else [0]
    for first, start in zip(firsts, starts, strict=True):
        assert text[first:].startswith(start)
    assert sentences.at(len(text)) == len(starts) - 1


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("she went", 1, "function"), ("She", 0, "function"), ("hungry", 5, "content"), ("went.", 4, "punctuation"),
        ("don't", 4, "function"), ("don’t", 0, "function"), ("didn't", 5, "function"), ("it's", 0, "function"),
        ("Jide's", 5, "content"), ("'cause", 0, "punctuation"), ("42", 1, "content"), ("😀", 0, "content"),
        ("$", 0, "punctuation"), ("a b", 1, "punctuation"), ("नमस्ते", 3, "content"), ("cafe\u0301", 4, "content"),
        ("the", 3, "punctuation"), ("\x00", 0, "punctuation"), ("someone", 0, "function"), ("toward", 0, "function"),
    ],
)  # fmt: skip
def test_word_class(text: str, position: int, expected: str) -> None:
    assert WordClasses(text).at(position) == expected


def test_pieces_have_the_class_of_their_word(tiny: Tiny) -> None:
    run = capture(tiny("gpt2"), "Jide asked themselves nothing")
    for token in run.token_info:
        start = token.span[0]
        word = next(w for w in run.prompt.split() if run.prompt.index(w) <= start < run.prompt.index(w) + len(w))
        assert token.word_class == {"Jide": "content", "asked": "content"}.get(word, "function"), token
    assert len(run.tokens) > 6  # "themselves" is no single token here
