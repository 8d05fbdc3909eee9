"""Runs with attention written by hand, to test what is computed and drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from attn_core.records.attention import Attention, Float32, LayerCapture
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Kind, MaskedToken, NextToken, Token, WordClass

_NOTHING = -200.0  # a score of which the softmax makes 0
FUNCTION_WORDS = {"so", "she", "was", "the", "a", "of"}


def candidates(*labels: str) -> tuple[NextToken, ...]:
    """Candidates with probabilities 0.5, 0.25, 0.125, …"""
    return tuple(NextToken(i, label, f" {label}", 0.5 ** (i + 1)) for i, label in enumerate(labels))


def attention_of(
    queries: Sequence[Token], keys: Sequence[Token], patterns: Sequence[Sequence[Sequence[Sequence[float]]]] | Float32
) -> Attention:
    """An attention whose patterns [layer, head, query_pos, key_pos] are given; 0 in every head is masked.

    Queries are unit vectors and keys log-weights, so that the record's own arithmetic gives the patterns back.
    """
    given = np.asarray(patterns, dtype=np.float32)
    n_layers, n_heads, n_queries, _ = given.shape
    seen = np.asarray(given.max(axis=1) > 0)
    logs = np.where(given > 0, np.log(np.where(given > 0, given, 1)), np.where(seen[:, None], _NOTHING, 0))
    logs = logs.astype(np.float32)
    eye = np.repeat(np.eye(n_queries, dtype=np.float32)[None], n_heads, axis=0)
    layers = tuple(LayerCapture(eye, logs[i].transpose(0, 2, 1).copy(), 1.0, None, i) for i in range(n_layers))
    return Attention(tuple(queries), tuple(keys), layers, tuple(seen))


def retokened(attention: Attention, tokens: Sequence[Token]) -> Attention:
    """The same attention of other tokens."""
    return replace(attention, query_tokens=tuple(tokens), key_tokens=tuple(tokens))


def tokens_of(labels: Sequence[str]) -> tuple[Token, ...]:
    """Tokens with such labels; see `run_of`."""
    return _tokens(labels)[0]


def run_of(
    labels: Sequence[str],
    patterns: Sequence[Sequence[Sequence[Sequence[float]]]] | Float32,
    *,
    kind: Kind = "decoder",
    predicts: Sequence[str] = ("food", "water"),
    predicting_pos: int | None = None,
) -> AttentionRun:
    """A run with such labels whose patterns [layer, head, query_pos, key_pos] are given; 0 in every head is masked.

    Labels in angle or square brackets are special, but for [MASK]; a full stop ends a sentence.
    """
    given = np.asarray(patterns, dtype=np.float32)
    last = given.shape[2] - 1 if predicting_pos is None else predicting_pos
    named = candidates(*predicts)
    masked = [i for i, label in enumerate(labels) if label == "[MASK]" and kind == "encoder"]
    tokens, prompt = _tokens(labels)
    return AttentionRun(
        model="by hand", kind=kind, prompt=prompt, pair=None,
        attention=attention_of(tokens, tokens, given),
        next_tokens=named if kind == "decoder" else (),
        masked_tokens=tuple(MaskedToken(i, named) for i in masked),
        predicting_pos=last,
        last_query=np.ascontiguousarray(given[:, :, last]),
    )  # fmt: skip


def even(n: int, *, layers: int = 1, heads: int = 1, causal: bool = True) -> Float32:
    """Patterns in which every position looks evenly at all it sees."""
    seen = np.tril(np.ones((n, n))) if causal else np.ones((n, n))
    return np.tile(seen / seen.sum(axis=1, keepdims=True), (layers, heads, 1, 1)).astype(np.float32)


def effects_of(run: AttentionRun, probabilities: npt.ArrayLike) -> Effects:
    """Cases in which the first candidate gets these probabilities; one bit is lost for each 10 % of change."""
    token, after = run.next_tokens[0], np.asarray(probabilities, dtype=np.float32)
    return Effects(token, after, np.log(after / token.probability), np.abs(after - token.probability) * 10)


def _tokens(labels: Sequence[str]) -> tuple[tuple[Token, ...], str]:
    tokens, prompt, sentence = [], "", 0
    for i, label in enumerate(labels):
        if label != "[MASK]" and (label[:1], label[-1:]) in (("<", ">"), ("[", "]")) and label.strip("<>[]").isalpha():
            tokens.append(Token(i, label, True, 0, (0, 0), -1, "special"))
            continue
        stop = label == "."
        prompt += " " if prompt and not stop else ""
        span = (len(prompt), len(prompt) + len(label))
        prompt += label
        kind: WordClass = "punctuation" if stop else "function" if label in FUNCTION_WORDS else "content"
        tokens.append(Token(i, label, False, 0, span, sentence, kind))
        sentence += stop
    return tuple(tokens), prompt


HUNGRY = run_of(
    ["<bos>", "hungry", "so"],
    [
        [  # layer 0
            [[1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2]],
            [[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.2, 0.4]],
        ],
        [  # layer 1
            [[1, 0, 0], [0.9, 0.1, 0], [0.5, 0.1, 0.4]],
            [[1, 0, 0], [0.7, 0.3, 0], [0.7, 0.1, 0.2]],
        ],
    ],
)
"""Three tokens, two layers, two heads: the mean of the last row is .3 .4 .3 in layer 0, and .6 .1 .3 in layer 1."""

TWO_SENTENCES = run_of(
    ["<bos>", "a", ".", "b"],
    [[[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.5, 0.3, 0], [0.1, 0.2, 0.3, 0.4]]]],
    predicts=("c",),
)
"""Sentence 1 is “a .”, sentence 2 “b”, which puts .5 on sentence 1, .4 on itself and .1 on <bos>."""

BLANK = run_of(
    ["[CLS]", "the", "[MASK]", "sat", "[SEP]"],
    np.tile(np.array([[0.3, 0.1, 0.2, 0.35, 0.05]], dtype=np.float32), (1, 1, 5, 1)),
    kind="encoder",
    predicts=("cat", "dog"),
    predicting_pos=2,
)
"""An encoder's run: every position looks alike, at what follows it too."""

WINDOW = run_of(
    ["<bos>", "a", "b", "c"],
    [
        [[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0, 0.5, 0.5, 0], [0, 0, 0.7, 0.3]]],
        [[[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.4, 0.4, 0], [0.1, 0.2, 0.3, 0.4]]],
    ],
)
"""Layer 0 sees two tokens back, layer 1 all."""
