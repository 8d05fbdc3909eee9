"""Runs in which no two numbers are alike, so that a chart that mixes anything up shows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attn_core.records.attention import Attention, Float32, LayerCapture
from attn_core.records.effects import Effects
from attn_core.records.evidence import ATTENTION, REMOVED, Evidence, Method
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import Kind, MaskedToken, NextToken, Token

LABELS = ("<bos>", "The", "cat", "sat", ".", "It", "ran")
SENTENCES = (-1, 0, 0, 0, 0, 1, 1)
LAYERS, HEADS, TOKENS = 3, 2, len(LABELS)
PREDICTING = TOKENS - 1
_WORDS = ("home", "away", "off", "fast", "up", "down", "out", "back", "far", "in", "on", "by")
CANDIDATES = tuple(NextToken(i, word, f" {word}", round(0.2 - 0.015 * i, 3)) for i, word in enumerate(_WORDS))


def patterns(start: int = 0, seen: Float32 | None = None) -> Float32:
    """Weights [layer, head, query_pos, key_pos] that repeat nowhere, of causal rows that sum to 1."""
    layer, head, query, key = np.indices((LAYERS, HEADS, TOKENS, TOKENS))
    raw = 1 + (start + 17 * layer + 29 * head + 7 * query + 13 * key + 5 * layer * key) % 31
    raw = raw * (np.tril(np.ones((TOKENS, TOKENS))) if seen is None else seen)
    return np.asarray(raw / raw.sum(axis=-1, keepdims=True), dtype=np.float32)


def run_with(
    weights: Float32,
    *,
    kind: Kind = "decoder",
    labels: Sequence[str] = LABELS,
    sentences: Sequence[int] = SENTENCES,
    predicting: int = PREDICTING,
) -> AttentionRun:
    """A run whose weights [layer, head, query_pos, key_pos] are given, 0 where they are masked.

    Queries are unit vectors and keys log-weights, so that the record's own arithmetic gives the weights back.
    """
    text, tokens = "", []
    for i, (label, sentence) in enumerate(zip(labels, sentences, strict=True)):
        text += " " * (sentence >= 0 and bool(text) and label != ".")
        span = (len(text), len(text) + len(label)) if sentence >= 0 else (0, 0)
        text += label * (sentence >= 0)
        tokens.append(Token(i, label, sentence < 0, 0, span, sentence, "special" if sentence < 0 else "content"))
    eye = np.tile(np.eye(len(labels), dtype=np.float32), (weights.shape[1], 1, 1))
    logs = np.log(np.where(weights > 0, weights, 1)).transpose(0, 1, 3, 2)
    layers = tuple(LayerCapture(eye, np.ascontiguousarray(each), 1.0, None, i) for i, each in enumerate(logs))
    return AttentionRun(
        model="example",
        kind=kind,
        prompt=text,
        pair=None,
        attention=Attention(tuple(tokens), tuple(tokens), layers, tuple(weights[:, 0] > 0)),
        next_tokens=CANDIDATES if kind == "decoder" else (),
        masked_tokens=(MaskedToken(predicting, CANDIDATES),) if kind == "encoder" else (),
        predicting_pos=predicting,
        last_query=np.ascontiguousarray(weights[:, :, predicting]),
    )


RUN = run_with(patterns())
OTHER = run_with(patterns(4))  # a second prompt of as many tokens
WORDS = np.array(SENTENCES) >= 0


def _window() -> Float32:
    seen = np.tile(np.tril(np.ones((TOKENS, TOKENS), np.float32)), (LAYERS, HEADS, 1, 1))
    seen[1] = np.triu(seen[1], -3)  # layer 1 sees three tokens back
    return seen


WINDOW = run_with(patterns(0, _window()))


def row(run: AttentionRun, layer: int, query: int = PREDICTING) -> Float32:
    """Mean over heads of what one position looks at in a layer, [key_pos]."""
    return np.asarray(run.pattern(layer)[:, query].mean(axis=0))


def without_special(weights: Float32) -> Float32:
    """What is left of a row when <bos> is left out and the rest shares 1."""
    return np.asarray(np.where(WORDS, weights, 0) / weights[WORDS].sum())


METHODS = (
    ATTENTION,
    Method("gradient", "grad", "its size", "nobody", "one"),
    REMOVED,
)
GRADIENT = np.array([0.4, 0.3, -0.25, 0.2, 0.0, -0.15, 0.1], dtype=np.float32)
TAKEN_AWAY = Effects(
    CANDIDATES[0],
    probability=np.array([0.1, 0.15, 0.05, 0.25, 0.18, 0.02, np.nan], dtype=np.float32),
    logit_change=np.array([-1, -0.5, -2, 0.4, -0.1, -3, np.nan], dtype=np.float32),
    kl_bits=np.array([0.5, 0.25, 1.5, 0.2, 0.1, 2.5, np.nan], dtype=np.float32),
)
EVIDENCE: Evidence = dict(zip(METHODS, (RUN.last_query, GRADIENT, TAKEN_AWAY), strict=True))
WITHOUT_HEADS = Effects(
    CANDIDATES[0],
    probability=np.array([[0.1, 0.15], [0.24, 0.2], [0.05, 0.32]], dtype=np.float32),
    logit_change=np.array([[-1, -0.5], [0.3, 0], [-2, 0.6]], dtype=np.float32),
    kl_bits=np.array([[0.5, 0.25], [0.2, 0.01], [1.5, 0.4]], dtype=np.float32),
)
LENS = tuple(CANDIDATES[layer : layer + 3] for layer in (6, 3, 0))
