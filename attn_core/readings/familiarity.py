"""How well a model knows a prompt, in words: one line for the page, and the figures behind it. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

from attn_core.frames.wording import fine_percent, listed, percent, quoted
from attn_core.records.familiarity import Familiarity, UnknownWord
from attn_core.summaries.familiarity import AT_HOME, LOST

_NAMED = 3  # words that are named; the others are counted


def familiarity(found: Familiarity) -> str:
    """What the step means for the prediction, and why it is no better one."""
    if found.step == "at home":
        return f"In everyday texts that it reads like this one, the model’s first choice fits {_of_ten(found.fits)}."
    if found.step == "unsure":
        return f"{_reason(found)}. In such texts its first choice fits {_of_ten(found.fits)}."
    return f"{_reason(found)}. The picture shows how the model guesses."


def familiarity_figures(found: Familiarity) -> list[tuple[str, str]]:
    """What was measured, by name: the words, the surprise, the prediction, and what these let expect."""
    figures = [("Words", _words(found))]
    if found.bits_a_word is not None:
        figures.append(("Surprise", f"{found.bits_a_word:.1f} bits a word{_beside(found)}."))
    choices = 2**found.entropy_bits
    spread = f"as open as an even choice among {choices:,.0f} tokens" if choices >= 1.5 else "hardly open"
    first = f"{fine_percent(found.top_probability)} for the first choice, {spread} ({found.entropy_bits:.1f} bits)."
    expected = (
        f"In everyday texts with as much surprise and sureness the first choice fits {_of_ten(found.fits)}. From"
        f" {percent(AT_HOME)} on the model counts as at home, under {percent(LOST)} as lost."
    )
    return [*figures, ("Prediction", first), ("Expected", expected)]


def unknown_words(found: Familiarity) -> str:
    """Each word that is not whole in the vocabulary and its pieces: “hungy: in 3 pieces nobody taught it”; or empty."""
    named = [f"{quoted(word.text)}: {_pieces(word, found.taught_whole)}" for word in found.unknown[:_NAMED]]
    more = len(found.unknown) - _NAMED
    return "; ".join([*named, *([f"{more} more"] if more > 0 else [])])


def _words(found: Familiarity) -> str:
    return f"{unknown_words(found)}." if found.unknown else "The vocabulary has each of them whole."


def _pieces(word: UnknownWord, taught_whole: bool) -> str:
    if word.pieces == 1:
        return "not in the vocabulary"
    return f"in {word.pieces} pieces{' nobody taught it' if taught_whole else ''}"


def _reason(found: Familiarity) -> str:
    """What speaks most against the prediction."""
    if found.unknown and found.taught_whole:
        return _untaught(found.unknown)
    if found.percentile == 100:
        return "The text surprises the model more than any everyday text it was tried on"
    sure = found.top_probability >= 0.5
    if found.percentile is not None and (sure or found.percentile >= 50):
        return f"The text surprises the model more than {found.percentile:.0f} of 100 everyday texts"
    if sure:
        return "The model is wrong on many everyday texts, however sure it is"
    return f"The model’s first choice gets no more than {fine_percent(found.top_probability)}"


def _untaught(unknown: Sequence[UnknownWord]) -> str:
    """“‘hungy’ is in 3 pieces that nobody taught the model”."""
    if len(unknown) == 1:
        word = unknown[0]
        rest = " that nobody taught the model" if word.pieces > 1 else ""
        return f"{quoted(word.text)} is {_pieces(word, False)}{rest}"
    named, more = [quoted(word.text) for word in unknown[:_NAMED]], len(unknown) - _NAMED
    others = [f"{more} more words" if more > 1 else "one more word"] if more > 0 else []
    return f"{listed([*named, *others])} are in pieces that nobody taught the model"


def _beside(found: Familiarity) -> str:
    if found.percentile is None:
        return ""
    return f": more than in {found.percentile:.0f} of 100 everyday texts of this length"


def _of_ten(share: float) -> str:
    tenths = round(share * 10)
    if tenths <= 1:
        return "about once in 10 times" if tenths else "less than once in 10 times"
    return f"about {tenths} times in 10" if tenths < 10 else "nearly always"
