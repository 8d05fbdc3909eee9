"""Tokens as a person reads them: labels in any language, and what each position is of the text."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from attn_core.forward.words import Sentences, WordClasses
from attn_core.records.tokens import Token

_BYTE_PIECE = re.compile(r"<0x([0-9A-F]{2})>")
_SHOWN = {" ": "␣", "\n": "⏎", "\t": "⇥"}
_JOINERS = "\u200c\u200d"


class Vocabulary:
    """The pieces of a fast tokenizer as bytes, texts and labels.

    A label is the piece without the space before it. Other blanks are visible (␣ ⏎ ⇥), characters that can't be
    seen are named (U+200B), and a token that holds only some bytes of a character shows both (é·C3).
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._added = tokenizer.added_tokens_decoder
        decoder = tokenizer.backend_tokenizer.decoder
        state = json.loads(decoder.__getstate__()) if decoder is not None else {}
        self._steps = {step["type"]: step for step in state.get("decoders", [state]) if step}

    @cached_property
    def special_ids(self) -> frozenset[int]:
        """Tokens that stand for no text, such as <bos>; not the mask and the unknown token, which stand for some."""
        added = {number for number, token in self._added.items() if token.special}
        standing = {self._tokenizer.mask_token_id, self._tokenizer.unk_token_id}
        return frozenset((added | set(self._tokenizer.all_special_ids)) - standing)

    def labels(self, ids: Sequence[int]) -> tuple[str, ...]:
        """Display labels of consecutive tokens."""
        shown = [""] * len(ids)
        for start, end in _runs(ids, self._added):
            shown[start:end] = _labels([self._bytes(number) for number in ids[start:end]])
        return tuple(label or self._piece(number) for label, number in zip(shown, ids, strict=True))

    def label(self, number: int) -> str:
        """Display label of one token without its neighbours."""
        return self.labels([number])[0]

    def text(self, ids: Sequence[int]) -> str:
        """Consecutive tokens as they would be written, leading space included; U+FFFD for half a character."""
        return b"".join(self._bytes(number) for number in ids).decode("utf-8", errors="replace")

    def written(self, ids: Sequence[int]) -> tuple[str, list[tuple[int, int]]]:
        """The text that tokens are, without the space before it, and each one's half-open character range in it.

        Tokens that share a character share its place.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text, ranges = "", []
        for number in ids:
            start = len(text)
            text += decoder.decode(self._bytes(number))
            ranges.append((start, len(text) + bool(decoder.getstate()[0])))
        text += decoder.decode(b"", final=True)
        space = text.startswith(" ")
        return text[space:], [(max(start - space, 0), max(end - space, 0)) for start, end in ranges]

    def _piece(self, number: int) -> str:
        # A model may have more rows than its tokenizer has tokens.
        return self._tokenizer.convert_ids_to_tokens(number) or f"⟨{number}⟩"

    def _bytes(self, number: int) -> bytes:
        piece = self._piece(number)
        if number in self._added:
            return piece.encode()
        if "ByteLevel" in self._steps and all(character in _BYTE_OF for character in piece):
            return bytes(_BYTE_OF[character] for character in piece)
        if "WordPiece" in self._steps:
            prefix = self._steps["WordPiece"]["prefix"]
            starts_word = not piece.startswith(prefix) and piece[0].isalnum()
            return b" " * starts_word + piece.removeprefix(prefix).encode()
        if (match := _BYTE_PIECE.fullmatch(piece)) and "ByteFallback" in self._steps:
            return bytes.fromhex(match[1])
        return piece.replace("▁", " ").encode() if self._steps.keys() & {"Metaspace", "Replace"} else piece.encode()


def describe(vocabulary: Vocabulary, encoding: Any, texts: Sequence[str]) -> tuple[Token, ...]:
    """What each position of an encoding (a tokenizers.Encoding with offsets) is of `texts`, the prompt and its pair."""
    sentences, classes = [Sentences(text) for text in texts], [WordClasses(text) for text in texts]
    labels = vocabulary.labels(encoding.ids)
    tokens, segment = [], 0
    for number, label, sequence, offsets in zip(
        encoding.ids, labels, encoding.sequence_ids, encoding.offsets, strict=True
    ):
        segment = segment if sequence is None else sequence
        special = number in vocabulary.special_ids
        start, end = _trimmed(texts[segment], *offsets)
        earlier = len(sentences[0]) if segment else 0
        tokens.append(
            Token(
                id=number,
                label=label,
                special=special,
                segment=segment,
                span=(start, end),
                sentence=-1 if special else earlier + sentences[segment].at(start),
                word_class="special" if special else classes[segment].at(start),
            )
        )
    return tuple(tokens)


def visible(text: str) -> str:
    """A text with nothing in it that can't be seen; one space before a word is left out."""
    if len(text) > 1 and text[0] == " " and not text[1].isspace():
        text = text[1:]
    body = text.strip(" ")
    head, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :] if body else ""
    return "␣" * len(head) + "".join(_shown(body, i) for i in range(len(body))) + "␣" * len(tail)


def _shown(text: str, position: int) -> str:
    character = text[position]
    category = unicodedata.category(character)
    inside = 0 < position < len(text) - 1
    if character == " " or (character in _JOINERS and inside):
        return character  # between words of one token; between the parts of one emoji or of one word
    if character in _SHOWN:
        return _SHOWN[character]
    variation = "\ufe00" <= character <= "\ufe0f"
    if category[0] in "CZ" or (variation and position == 0):
        return f"U+{ord(character):04X}"
    return f"\u25cc{character}" if category[0] == "M" and position == 0 else character


def _labels(pieces: list[bytes]) -> list[str]:
    """Labels of consecutive tokens from their bytes; a character over several tokens is shown in each."""
    stream = b"".join(pieces)
    owners = [owner for owner, piece in enumerate(pieces) for _ in piece]
    whole, parts = [""] * len(pieces), [""] * len(pieces)
    labels = [""] * len(pieces)
    start = 0
    while start < len(stream):
        character, size = _character(stream, start)
        mine = range(start, start + size)
        for owner in sorted({owners[i] for i in mine}):
            held = bytes(stream[i] for i in mine if owners[i] == owner)
            if character is None:
                parts[owner] = f"⟨{held.hex().upper()}⟩"
            elif len(held) < size:
                parts[owner] = f"{visible(character)}·{held.hex().upper()}"
            else:
                whole[owner] += character
                continue
            labels[owner] += visible(whole[owner]) + parts[owner]
            whole[owner] = ""
        start += size
    return [label + visible(rest) for label, rest in zip(labels, whole, strict=True)]


def _character(stream: bytes, start: int) -> tuple[str | None, int]:
    for size in range(1, 5):
        try:
            return stream[start : start + size].decode("utf-8"), size
        except UnicodeDecodeError:
            continue
    return None, 1


def _runs(ids: Sequence[int], apart: Iterable[int]) -> list[tuple[int, int]]:
    """Half-open ranges of consecutive tokens between those that stand apart."""
    apart = set(apart)
    cuts = [-1, *(i for i, number in enumerate(ids) if number in apart), len(ids)]
    return [(left + 1, right) for left, right in pairwise(cuts) if right > left + 1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks before a word, which some tokenizers count to it and others do not."""
    blanks = len(text[start:end]) - len(text[start:end].lstrip())
    return (start + blanks, end) if blanks < end - start else (start, end)


def _byte_alphabet() -> dict[str, int]:
    """The characters that stand for bytes in byte-level BPE (Radford et al. 2019, bytes_to_unicode of GPT-2)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}


_BYTE_OF = _byte_alphabet()
