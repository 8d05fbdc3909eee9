"""One prompt through a loaded model: what it reads, what it predicts and where every layer looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from attn_core.errors import PromptError
from attn_core.forward.anywhere import anywhere
from attn_core.forward.candidates import candidates
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.texts import require_length, require_tokens, usable_text
from attn_core.forward.vocabulary import Vocabulary, describe
from attn_core.records.attention import Attention, Float32
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import MaskedToken, Token

if TYPE_CHECKING:
    from attn_core.forward.kept import Kept


class Prepared(NamedTuple):
    """Texts as a model reads them."""

    texts: list[str]
    encoding: Any  # of the tokenizer
    tokens: tuple[Token, ...]
    predicting_pos: int
    wanted: list[int]  # positions whose logits are wanted


@anywhere
def capture(model: LoadedModel, prompt: str, pair: str | None = None, *, max_tokens: int | None = None) -> AttentionRun:
    """Read `prompt` (and `pair`, for an encoder) in one forward, and keep what every layer attended with.

    A decoder's run has the 50 likeliest next tokens. An encoder's has as many for each [MASK] in the text, which is
    recorded in the model's own spelling. `max_tokens` limits the text where that is fewer than the model can read.

    Raises EmptyPromptError, PromptTooLongError, PromptError (a pair for a decoder, an encoder–decoder, text that is
    not Unicode), BusyError where the model is not free in time, and UnsupportedModelError.
    """
    from attn_core.forward.hook import forward  # here, so that attn_core can be imported without torch

    read = prepared(model, prompt, pair, max_tokens)
    with model.forward_lock():
        kept, logits = forward(model, read.encoding, read.wanted)
    return run_of(model, read, kept, logits)


def prepared(model: LoadedModel, prompt: str, pair: str | None, max_tokens: int | None) -> Prepared:
    """What a forward is to read. Raises as `capture`."""
    if model.kind == "encoder-decoder":
        raise PromptError(
            f"{model.entry.title} reads one text and writes another",
            "`capture` is for models that read one text. Use `translate`, or choose a decoder or an encoder.",
        )
    if pair is not None and model.kind != "encoder":
        raise PromptError(
            f"{model.entry.title} reads one text",
            "A second text in the same reading is for encoders such as BERT. Leave it out, or choose one of them.",
        )
    texts = [usable_text(model, text, max_tokens) for text in (prompt, pair) if text is not None]
    vocabulary = Vocabulary(model.tokenizer)
    encoding = model.tokenizer(*texts, return_token_type_ids=True)
    ids = encoding["input_ids"]
    require_length(model, len(ids), max_tokens)
    tokens = describe(vocabulary, encoding.encodings[0], texts)
    require_tokens(tokens)
    masked = [i for i, number in enumerate(ids) if model.kind == "encoder" and number == model.tokenizer.mask_token_id]
    predicting_pos = masked[0] if masked else len(ids) - 1
    return Prepared(texts, encoding, tokens, predicting_pos, masked if model.kind == "encoder" else [predicting_pos])


def run_of(model: LoadedModel, read: Prepared, kept: Kept, logits: Float32) -> AttentionRun:
    """The run of what was read, from what its layers attended with and the logits [position] of `read.wanted`."""
    attention = Attention(read.tokens, read.tokens, *kept)
    rows = slice(read.predicting_pos, read.predicting_pos + 1)
    vocabulary = Vocabulary(model.tokenizer)
    predictions = [candidates(vocabulary, row) for row in logits]
    decoder = model.kind == "decoder"
    return AttentionRun(
        model=model.entry.name,
        kind=model.kind,
        prompt=read.texts[0],
        pair=read.texts[1] if len(read.texts) > 1 else None,
        attention=attention,
        next_tokens=predictions[0] if decoder else (),
        masked_tokens=() if decoder else tuple(map(MaskedToken, read.wanted, predictions)),
        predicting_pos=read.predicting_pos,
        last_query=np.stack([attention.pattern(layer, rows)[:, 0] for layer in range(attention.n_layers)]),
    )
