"""What a student leaves at the end of a prompt, and the words of a text."""

from __future__ import annotations

import pytest

from attn_core.forward.texts import without_last_blanks
from attn_core.forward.words import words


@pytest.mark.parametrize("left", ["", " ", "   ", "\n", "\r\n", " \n\t ", "\u00a0", "\u3000"])
def test_blanks_and_line_breaks_at_the_end_are_left_out(left: str) -> None:
    assert without_last_blanks(f" Lena was\ncold{left}") == " Lena was\ncold"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "a", "a."])
def test_a_text_of_blanks_alone_stays_for_the_error_about_it(text: str) -> None:
    assert without_last_blanks(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" … !", []),
        ("Jide was hungry.", ["Jide", "was", "hungry"]),
        ("I don't know – not at ten-thirty", ["I", "don't", "know", "not", "at", "ten", "thirty"]),
        ("猫が好き cat", ["猫", "が", "好", "き", "cat"]),
        ("so 😀😀 happy", ["so", "😀", "😀", "happy"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == expected
