"""Predictions beyond the one of the capture: at an earlier position, of the rest of a word, and of what follows."""

from __future__ import annotations

import unicodedata

from attn_core.forward.anywhere import anywhere
from attn_core.forward.candidates import candidates
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.vocabulary import Vocabulary
from attn_core.forward.words import APOSTROPHES
from attn_core.measures.decoders import require_decoder
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken

_HALF = "\ufffd"  # what half a character decodes to


@anywhere
def next_tokens_at(model: LoadedModel, run: AttentionRun, position: int) -> tuple[NextToken, ...]:
    """What a decoder predicts after the tokens up to `position` (0 to the last), best first.

    At the last position that is `run.next_tokens`; before it, one forward of the beginning. Raises PromptError for
    an encoder's run, IndexError for a position outside the run, BusyError where the model is not free in time.
    """
    require_decoder(run)
    if not 0 <= position < len(run.token_info):
        raise IndexError(f"position {position} of a run of {len(run.token_info)} tokens")
    if position == run.predicting_pos:
        return run.next_tokens
    return _after(model, Vocabulary(model.tokenizer), list(run.input_ids[: position + 1]))


@anywhere
def rest_of_word(model: LoadedModel, run: AttentionRun, max_tokens: int = 8) -> str:
    """What completes the word that the best next token begins: " J" is continued by "ide". "" where it is whole.

    Greedy, at most `max_tokens` forwards, up to a blank, a special token, or a mark such as a full stop. Raises as
    `next_tokens_at`.
    """
    first = next_tokens_at(model, run, run.predicting_pos)[0]
    vocabulary = Vocabulary(model.tokenizer)
    ids = [*run.input_ids, first.id]
    if _ends(vocabulary, first):
        return ""
    room = max_tokens if model.n_ctx is None else min(max_tokens, model.n_ctx - len(ids) + 1)
    for _ in range(room):
        following = _after(model, vocabulary, ids)[0]
        if _ends(vocabulary, following) or following.text[0].isspace():
            break
        ids.append(following.id)
    # A token may hold half a character, which is nothing yet to a reader.
    begun = first.text.rstrip(_HALF)
    return vocabulary.text(ids[len(run.input_ids) :]).removeprefix(begun).rstrip(_HALF)


@anywhere
def continuation(model: LoadedModel, run: AttentionRun, count: int = 20) -> tuple[str, ...]:
    """The prompt with one, two … up to `count` tokens that the model itself writes, each the likeliest.

    It ends before a special token and where the model can read no more. A text that the tokenizer would cut otherwise
    than it was written, as one that ends within a character, is left out. Raises as `next_tokens_at`.
    """
    vocabulary, ids = Vocabulary(model.tokenizer), list(run.input_ids)
    texts = []
    following = next_tokens_at(model, run, run.predicting_pos)[0]
    for _ in range(count if model.n_ctx is None else min(count, model.n_ctx - len(ids))):
        if following.id in vocabulary.special_ids:
            break
        ids.append(following.id)
        text = run.prompt + vocabulary.text(ids[len(run.input_ids) :])
        if model.tokenizer(text)["input_ids"] == ids:
            texts.append(text)
        following = _after(model, vocabulary, ids)[0]
    return tuple(texts)


@anywhere
def ends_text(model: LoadedModel, run: AttentionRun) -> bool:
    """Whether a decoder would end the text here: its likeliest next token is a special one, such as <eos>."""
    return bool(run.next_tokens) and run.next_tokens[0].id in Vocabulary(model.tokenizer).special_ids


def _after(model: LoadedModel, vocabulary: Vocabulary, ids: list[int]) -> tuple[NextToken, ...]:
    from attn_core.forward.hook import logits  # here, so that attn_core can be imported without torch

    with model.forward_lock():
        return candidates(vocabulary, logits(model, {"input_ids": ids, "attention_mask": [1] * len(ids)}, ())[0])


def _ends(vocabulary: Vocabulary, token: NextToken) -> bool:
    """Whether no word goes on in this token: a special one, a mark, a blank, or a script without blanks."""
    text = token.text.strip()
    if token.id in vocabulary.special_ids or not text:
        return True
    first = text[1] if text[0] in APOSTROPHES and len(text) > 1 else text[0]
    if first == _HALF:
        return False
    return unicodedata.category(first)[0] not in "LMN" or unicodedata.east_asian_width(first) == "W"
