"""Whether a model knows what it reads: its surprise at a prompt and its sureness, beside everyday passages.

The passages are in everyday.txt. No figure here is set for a model or a prompt: what a surprise or a sureness is worth,
each model shows on the passages, where it is known which words fit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from attn_core.errors import PromptError
from attn_core.forward.anywhere import anywhere
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.vocabulary import Vocabulary
from attn_core.forward.words import APOSTROPHES, words
from attn_core.records.attention import Float32
from attn_core.records.familiarity import Familiarity, Passage, Reference, UnknownWord
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Token
from attn_core.summaries.familiarity import expected_fit, percentile, step_of

AT_LEAST = 40  # passages that a model reads, however large it is
_WORK = 10**10  # passages × weights that a CPU is asked for: five seconds or so on two cores
_FILE = Path(__file__).with_name("everyday.txt")


@cache
def everyday() -> tuple[tuple[str, frozenset[str]], ...]:
    """The passages, each with the words that fit after it, in an order drawn by lot."""
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple((text, frozenset(fitting.split())) for text, fitting in (line.split(" | ") for line in lines))


@anywhere
def measure_reference(model: LoadedModel) -> Reference:
    """How the passages read to a model: all of them, or the first ones where it is large and has no GPU.

    Raises PromptError for an encoder–decoder and an encoder without a mask token, BusyError where the model is not free
    in time.
    """
    from attn_core.forward.outlook import batches, outlooks  # here, so that attn_core can be imported without torch

    if model.kind == "encoder-decoder" or (model.kind == "encoder" and not model.tokenizer.mask_token):
        raise PromptError("This model foresees no word", "Choose a decoder, or an encoder that fills in a mask.")
    vocabulary = Vocabulary(model.tokenizer)
    count = len(everyday()) if model.device != "cpu" else max(AT_LEAST, _WORK // model.n_parameters)
    encoded = [_encoded(model, text) for text, _ in everyday()[:count]]
    found: list[Passage] = []
    for several in batches(model, [len(ids) for ids, _, _ in encoded]):
        some = [encoded[number] for number in several]
        read = outlooks(model, [ids for ids, _, _ in some], [place for _, place, _ in some])
        for number, (_, _, spans), outlook in zip(several, some, read, strict=True):
            text, fitting = everyday()[number]
            hit = _fits(model, vocabulary, text, outlook.best, fitting)
            bits = _word_bits(text, spans, outlook.bits) if model.kind == "decoder" else ()
            found.append(Passage(text, bits, outlook.top_probability, hit))
    return Reference(tuple(found))


@anywhere
def familiarity(model: LoadedModel, run: AttentionRun, reference: Reference) -> Familiarity:
    """How well a model knows the prompt of its run: one forward.

    Raises PromptError for a run without a prediction, which is that of an encoder without a mask in its text;
    BusyError where the model is not free in time.
    """
    from attn_core.forward.outlook import outlooks

    if run.kind != "decoder" and not run.masked_tokens:
        raise PromptError("There is nothing to predict", "Put [MASK] into the text.")
    (outlook,) = outlooks(model, [run.input_ids], [run.predicting_pos])
    spans = [None if token.special else token.span for token in run.token_info]
    bits = _word_bits(run.prompt, spans, outlook.bits) if run.kind == "decoder" else ()
    unknown = unknown_words(model, run.token_info, run.prompt)
    fits, unusual = expected_fit(reference, bits, outlook.top_probability), percentile(reference, bits)
    new = unknown if model.entry.is_embedded else ()
    return Familiarity(
        unknown=unknown,
        taught_whole=model.entry.is_embedded,
        bits_a_word=float(np.mean(bits)) if bits else None,
        percentile=unusual,
        top_probability=outlook.top_probability,
        entropy_bits=outlook.entropy_bits,
        fits=fits,
        step=step_of(fits, unusual, new, len(words(run.prompt))),
    )


def unknown_words(model: LoadedModel, tokens: Sequence[Token], text: str) -> tuple[UnknownWord, ...]:
    """The words of a text that the tokenizer cuts into pieces, or reads as its token for what it doesn't know.

    The halves of a contraction such as “don’t” are words of their own here; numbers are none.
    """
    found = []
    for start, end in _halves(text):
        inside = [token for token in tokens if not token.special and token.span[0] < end and start < token.span[1]]
        unread = any(token.id == model.tokenizer.unk_token_id for token in inside)
        if (len(inside) > 1 or unread) and not text[start:end].isnumeric():
            found.append(UnknownWord(text[start:end], (start, end), len(inside)))
    return tuple(found)


def _halves(text: str) -> list[tuple[int, int]]:
    """The words of a text, cut before an apostrophe."""
    found: list[tuple[int, int]] = []
    for start, end in words(text):
        cuts = [start, *(at for at in range(start + 1, end) if text[at] in APOSTROPHES), end]
        found += pairwise(cuts)
    return found


def _encoded(model: LoadedModel, text: str) -> tuple[list[int], int, list[tuple[int, int] | None]]:
    """A passage's tokens, the place of the word that follows, and each token's place in the text, None for others."""
    blank = f" {model.tokenizer.mask_token}." if model.kind == "encoder" else ""
    encoding = model.tokenizer(text + blank, return_special_tokens_mask=True).encodings[0]
    ids = list(encoding.ids)
    place = ids.index(model.tokenizer.mask_token_id) if blank else len(ids) - 1
    marked = zip(encoding.special_tokens_mask, encoding.offsets, strict=True)
    return ids, place, [None if special else span for special, span in marked]


def _word_bits(text: str, spans: Sequence[tuple[int, int] | None], bits: Float32) -> tuple[float, ...]:
    """Surprise at each word of a text: the sum over its tokens, and over the marks after it.

    A word of which a token's surprise is not known, such as the first where no <bos> stands before it, is left out.
    """
    starts = [start for start, _ in words(text)] or [0]
    sums = [0.0] * len(starts)
    for span, surprise in zip(spans, bits.tolist(), strict=True):
        if span is not None:
            shown = span[1] - len(text[slice(*span)].lstrip())  # without the blanks before a word
            sums[max(0, bisect_right(starts, shown) - 1)] += surprise
    return tuple(total for total in sums if not np.isnan(total))


def _fits(model: LoadedModel, vocabulary: Vocabulary, text: str, best: int, fitting: frozenset[str]) -> bool:
    """Whether a token is one of the fitting words, or begins one."""
    written = vocabulary.text([best])
    found = written.strip().casefold()
    if found in fitting:
        return True
    if model.kind == "encoder" or not found:
        return False
    longer = [word for word in fitting if word.startswith(found)]
    before = len(model.tokenizer(text)["input_ids"])
    return any(model.tokenizer(f"{text} {word}")["input_ids"][before : before + 1] == [best] for word in longer)
