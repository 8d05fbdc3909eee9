"""The labels of a model's heads: what they do on short texts of ours, the same for every model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from attn_core.errors import PromptError
from attn_core.forward.anywhere import anywhere
from attn_core.forward.capture import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import Float32, frozen
from attn_core.records.head_labels import ACROSS, INDUCTION, PREVIOUS, SAME, SINK, WITHIN, HeadLabels
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Token
from attn_core.summaries import head_scores

Score = Callable[[Float32, tuple[Token, ...]], Float32]

# Two sentences each, so long that even attention would give the own and the other about as much, in a decoder and in an
# encoder, and short enough for the narrowest window there is (16 tokens, in Story).
TEXTS = (
    "The little shop was closed. Lena went home and made her mother some soup.",
    "It rained for three days. The children stayed inside and played a quiet game.",
    "The old dog was tired. It lay by the fire and slept until morning.",
    "Omar had a long letter. He gave it to his sister, and she smiled.",
)
# Word lists said twice, fewer words each than the narrowest window, and of several lengths, so that a head that always
# looks as far back, whatever is there, scores in one of them at most. Common words, for a small model knows no others.
TWICE = (
    "Bread lamp river horse letter garden bottle blue",
    "Chair doctor apple train winter piano window mother coat market",
    "Candle school green dog bridge paper spoon sister rain boat table clock",
    "Red teacher tree shirt soup phone bird house yellow door milk king road cat",
)


@anywhere
def head_labels(model: LoadedModel) -> HeadLabels:
    """What every head does: means over short everyday texts and, for repeats, over lists of words said twice.

    Eight forwards of about 20 tokens. Raises PromptError for an encoder–decoder, BusyError where the model is not free
    in time, and PromptTooLongError where it can't even read a probe.
    """
    if model.kind == "encoder-decoder":
        raise PromptError(
            "Head labels are for models that read one text",
            f"{model.entry.title} reads one text and writes another. Choose a decoder or an encoder.",
        )
    causal = model.kind == "decoder"
    texts = [capture(model, text) for text in TEXTS]
    scores = _means(
        texts,
        {
            SINK.name: head_scores.bos_sink,
            PREVIOUS.name: head_scores.previous_token,
            WITHIN.name: partial(head_scores.within_sentence, causal=causal),
            ACROSS.name: partial(head_scores.across_sentences, causal=causal),
        },
    ) | _means(
        [capture(model, text) for text in (f"{words}. {words}." for words in TWICE)],
        {
            SAME.name: partial(head_scores.same_token, causal=causal),
            INDUCTION.name: head_scores.induction,
        },
    )
    start = texts[0].token_info[0]
    return HeadLabels(scores, start.label if start.special else None)


def _means(runs: Sequence[AttentionRun], scores: Mapping[str, Score]) -> dict[str, Float32]:
    """Each score's mean over the runs that tell it, float32 [layer, head]; nan where none does."""
    found = {name: np.empty((len(runs), runs[0].n_layers, runs[0].n_heads), dtype=np.float32) for name in scores}
    for at, run in enumerate(runs):
        for layer in range(run.n_layers):
            pattern = run.pattern(layer)
            for name, score in scores.items():
                found[name][at, layer] = score(pattern, run.token_info)
    return {name: _mean(values) for name, values in found.items()}


def _mean(values: Float32) -> Float32:
    told = ~np.isnan(values)
    count = told.sum(axis=0)
    total = np.where(told, values, 0).sum(axis=0, dtype=np.float32)
    return frozen(np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0))
