"""Several captures in one forward: texts are padded at their end, and each one's part is cut out of every layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from attn_core.errors import AttnCoreError
from attn_core.forward.capture import Prepared, capture, prepared, run_of
from attn_core.forward.hook import every_layer, forward, listening
from attn_core.forward.kept import Scores, to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun

TOLERANCE = 1e-5  # of what a text gives alone, in weights, probabilities, and shares of the largest query and key
_TOKENS_AT_ONCE = 4096  # padding included: bounds the memory of a batch
_TRIED = ("The dog sat.", "The old dog sat by the fire, and the cat lay on the mat until it was morning.", "Rain")


@dataclass(frozen=True)
class Text:
    """One capture that is asked for."""

    prompt: str
    pair: str | None = None
    max_tokens: int | None = None


def capture_many(model: LoadedModel, texts: Sequence[Text]) -> list[AttentionRun | Exception]:
    """The runs of some texts, as `capture` gives each one alone; where one can't be read, its error is in its place.

    Only for a model that `agrees`: others round differently in a batch. Raises UnsupportedModelError, BusyError and
    GivenUpError for all.
    """
    found: dict[int, AttentionRun | Exception] = {}
    reads: dict[int, Prepared] = {}
    for number, text in enumerate(texts):
        try:
            reads[number] = prepared(model, text.prompt, text.pair, text.max_tokens)
        except AttnCoreError as error:
            found[number] = error
    for some in _portions({number: len(read.tokens) for number, read in reads.items()}):
        runs = _together(model, [reads[number] for number in some])
        found |= dict(zip(some, runs, strict=True))
    return [found[number] for number in range(len(texts))]


def agrees(model: LoadedModel) -> bool:
    """Whether texts that are read together give what each gives alone, to TOLERANCE: tried on three."""
    together = capture_many(model, [Text(text) for text in _TRIED])
    alone = [capture(model, text) for text in _TRIED]
    pairs = zip(together, alone, strict=True)
    return all(isinstance(one, AttentionRun) and _off_by(one, other) <= TOLERANCE for one, other in pairs)


def _off_by(one: AttentionRun, other: AttentionRun) -> float:
    """The largest difference of weights, probabilities, and queries and keys, these beside their largest."""
    found = [float(np.abs(one.last_query - other.last_query).max())]
    for layer in range(other.n_layers):
        found.append(float(np.abs(one.pattern(layer) - other.pattern(layer)).max()))
        for mine, theirs in ((one.query(layer), other.query(layer)), (one.key(layer), other.key(layer))):
            found.append(float(np.abs(mine - theirs).max() / np.abs(theirs).max()))
    by_id = {token.id: token.probability for token in other.next_tokens}
    found += [abs(token.probability - by_id.get(token.id, token.probability)) for token in one.next_tokens]
    return max(found)


def _portions(lengths: dict[int, int]) -> Iterator[list[int]]:
    """Texts of about one length together, at most _TOKENS_AT_ONCE with their padding."""
    some: list[int] = []
    for number in sorted(lengths, key=lengths.__getitem__):
        if some and lengths[number] * (len(some) + 1) > _TOKENS_AT_ONCE:
            yield some
            some = []
        some.append(number)
    if some:
        yield some


def _together(model: LoadedModel, reads: Sequence[Prepared]) -> list[AttentionRun]:
    heard: list[Scores] = []
    if len(reads) == 1:
        with model.forward_lock():
            return [run_of(model, reads[0], *forward(model, reads[0].encoding, reads[0].wanted))]
    with model.forward_lock(), listening(lambda call: heard.append(call.scores)):
        logits = _logits(model, reads)
    return [
        run_of(
            model, read, every_layer(model, "self", [_part(scores, row, len(read.tokens)) for scores in heard]),
            logits[row],
        )
        for row, read in enumerate(reads)
    ]  # fmt: skip


def _part(scores: Scores, row: int, length: int) -> Scores:
    """One text's part of a layer: its row without the padding after it."""

    def cut(tensor: torch.Tensor) -> torch.Tensor:  # a copy, for a view would keep the whole batch in memory
        return tensor[row : row + 1, :, :length].clone()

    mask = scores.mask
    if mask is not None:
        mask = mask[min(row, len(mask) - 1)][None, :, :length, :length]
    return replace(scores, query=cut(scores.query), key=cut(scores.key), mask=mask)


def _logits(model: LoadedModel, reads: Sequence[Prepared]) -> list[Float32]:
    """Each text's logits [position, vocabulary] at the positions that it wants."""
    longest = max(len(read.tokens) for read in reads)
    padding = {"input_ids": model.tokenizer.pad_token_id or 0, "attention_mask": 0, "token_type_ids": 0}
    names = ["input_ids"] if model.kind == "decoder" else ["input_ids", "attention_mask"]
    if getattr(model.model.config, "type_vocab_size", 0) > 1:
        names.append("token_type_ids")
    rows = {
        name: [[*read.encoding[name], *[padding[name]] * (longest - len(read.tokens))] for read in reads]
        for name in names
    }
    inputs = {name: torch.tensor(values, device=model.device) for name, values in rows.items()}
    with torch.inference_mode():
        if model.kind == "decoder":  # no token of its text sees the padding after it
            kept = sorted({position for read in reads for position in read.wanted})
            found = model.model(
                **inputs, use_cache=False, logits_to_keep=torch.tensor(kept, device=model.device)
            ).logits
            at = {position: number for number, position in enumerate(kept)}
        elif any(read.wanted for read in reads):
            found, at = model.model(**inputs).logits, {position: position for position in range(longest)}
        else:
            model.model.base_model(**inputs)
            return [np.empty((0, 0), dtype=np.float32) for _ in reads]
    return [to_numpy(found[row, [at[position] for position in read.wanted]].float()) for row, read in enumerate(reads)]
