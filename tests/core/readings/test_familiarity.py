"""How well a model knows a prompt, in words."""

from __future__ import annotations

import pytest

from attn_core.readings import familiarity, familiarity_figures, unknown_words
from attn_core.records.familiarity import Familiarity, UnknownWord

HUNGY = UnknownWord("hungy", (9, 14), 3)


def found(**changes: object) -> Familiarity:
    fields: dict[str, object] = {
        "unknown": (), "taught_whole": True, "bits_a_word": 4.25, "percentile": 12.0, "top_probability": 0.61,
        "entropy_bits": 2.0, "fits": 0.83, "step": "at home",
    }  # fmt: skip
    return Familiarity(**fields | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "first choice fits about 8 times in 10."),
        ({"fits": 0.99}, "nearly always."),
        (
            {"step": "unsure", "percentile": 71.4, "fits": 0.3},
            "surprises the model more than 71 of 100 everyday texts. In such texts its first choice fits about 3 times",
        ),
        ({"step": "unsure", "top_probability": 0.034}, "first choice gets no more than 3.4 %. In such texts"),
        ({"step": "lost", "percentile": 100.0}, "than any everyday text it was tried on. The picture shows how"),
        ({"step": "lost", "percentile": None}, "however sure it is. The picture shows how the model guesses."),
        ({"step": "lost", "unknown": (HUNGY,)}, "‘hungy’ is in 3 pieces that nobody taught the model. The picture"),
        ({"step": "lost", "unknown": (HUNGY,), "taught_whole": False}, "surprises the model more than 12 of 100"),
        ({"step": "lost", "unknown": (HUNGY,) * 2}, "‘hungy’ and ‘hungy’ are in pieces that nobody taught"),
        ({"step": "lost", "unknown": (HUNGY,) * 4}, "‘hungy’ and one more word are in pieces"),
        ({"step": "lost", "unknown": (HUNGY,) * 9}, "‘hungy’ and 6 more words are in pieces"),
    ],
)
def test_the_line_says_why(changes: dict[str, object], said: str) -> None:
    assert said in familiarity(found(**changes))


def test_unknown_words_are_counted_in_pieces() -> None:
    assert unknown_words(found(unknown=(HUNGY,))) == "‘hungy’: in 3 pieces nobody taught it"
    assert unknown_words(found(unknown=(HUNGY,), taught_whole=False)) == "‘hungy’: in 3 pieces"
    assert unknown_words(found(unknown=(UnknownWord("猫", (0, 1), 1),))) == "‘猫’: not in the vocabulary"
    assert unknown_words(found(unknown=(HUNGY,) * 5)).endswith("; 2 more")
    assert unknown_words(found()) == ""


def test_the_figures() -> None:
    figures = dict(familiarity_figures(found()))
    assert figures["Words"] == "The vocabulary has each of them whole."
    assert figures["Surprise"] == "4.2 bits a word: more than in 12 of 100 everyday texts of this length."
    assert figures["Prediction"] == "61 % for the first choice, as open as an even choice among 4 tokens (2.0 bits)."
    assert (
        "fits about 8 times in 10. From 50 % on the model counts as at home, under 25 % as lost." in figures["Expected"]
    )


def test_an_encoder_has_no_surprise_and_a_certain_prediction_no_spread() -> None:
    figures = dict(familiarity_figures(found(bits_a_word=None, percentile=None, entropy_bits=0.1)))
    assert "Surprise" not in figures
    assert "hardly open" in figures["Prediction"]
    assert "less than once in 10" in dict(familiarity_figures(found(fits=0.02)))["Expected"]
    assert "about once in 10" in dict(familiarity_figures(found(fits=0.11)))["Expected"]
