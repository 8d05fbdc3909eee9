"""One sentence for each chart, computed from its numbers. Plain text: tokens in it are a visitor's, not Markdown.

A reading has the name and the options of its chart, and serves as its alt text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from attn_core.frames.layer_table import most_content_bound, most_local
from attn_core.frames.next_token_bars import TOP
from attn_core.frames.scales import floor_for, floor_of
from attn_core.frames.sentence_matrix import matrix
from attn_core.frames.sentences import n_sentences, sentences_of
from attn_core.frames.wording import (
    fine_percent,
    looks,
    named,
    not_on_specials,
    out_of_sight,
    percent,
    place,
    quoted,
    special_names,
    special_notes,
    special_shares,
)
from attn_core.records.attention import Float32
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken
from attn_core.summaries.patterns import sentence_mass
from attn_core.summaries.weights import all_rows, last_row, looker, specials


def next_token_lines(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
) -> str:
    """Of the chosen layer with the heaviest word: where the looking position looks, and what <bos> takes."""
    weights = last_row(run, look)[list(layers)]
    said = _strongest(run, layers, look)
    return said + _left_out(weights, floor_for(run), run, look)


def shaded_text(
    run: AttentionRun,
    layer: int,
    look: Look = Look(),
) -> str:
    """Where the looking position looks in one layer, and what <bos> takes."""
    return _strongest(run, [layer], look)


def layer_heatmap(
    run: AttentionRun,
    look: Look = Look(),
) -> str:
    """The layer with the heaviest word of all, and the range of what <bos> takes in the others."""
    said = _strongest(run, range(run.n_layers), look)
    if run.n_layers == 1 or not special_names(run):
        return said
    taken = special_shares(run, look)
    low, high = percent(float(taken.min())), percent(float(taken.max()))
    span = f"up to {high}" if look.head == "max" else high if low == high else f"{low} to {high}"
    take = "takes" if specials(run).sum() == 1 else "take"
    return f"{said} Over all layers {special_names(run)} {take} {span}."


def all_weights(
    run: AttentionRun,
    layers: Sequence[int],
    look: Look = Look(),
) -> str:
    """The heaviest link from a word to another word, what was left out, and whose lines are strong."""
    patterns = np.stack([all_rows(run, layer, look) for layer in layers])
    links = patterns.copy()
    links[:, :, specials(run)] = 0
    links[:, specials(run)] = 0
    links[:, range(len(run.tokens)), range(len(run.tokens))] = 0
    at, query, key = (int(i) for i in np.unravel_index(links.argmax(), links.shape))
    strong = f" The strong lines are those of {named(run, looker(run, look))}."
    rest = _left_out(patterns, floor_of(patterns), run, look) + strong
    if links[at, query, key] == 0:
        return "No word looks at another word." + rest
    whose = f"of {'one head’s' if look.head == 'max' else 'its'} attention{not_on_specials(run, look)}"
    return (
        f"The strongest link between two tokens is in {place(layers[at], look.head)}: {named(run, query)} looks at"
        f" {named(run, key)} with {percent(float(links[at, query, key]))} {whose}.{rest}"
    )


def next_token_bars(candidates: Sequence[NextToken]) -> str:
    """The first two candidates, and how much of the probability the chart shows."""
    if not candidates:
        return "There is no prediction here."
    first, shown = candidates[0], candidates[:TOP]
    said = f"The likeliest token is {quoted(first.label)} ({fine_percent(first.probability)})"
    if len(shown) == 1:
        return said + "."
    second = f"{quoted(shown[1].label)} ({fine_percent(shown[1].probability)})"
    total = percent(min(sum(c.probability for c in shown), 1))
    return f"{said}, then {second}; the {len(shown)} shown hold {total} of the probability."


def sentence_shares(run: AttentionRun, head: Head = "mean") -> str:
    """How often the own sentence gets the most, and where another one gets most."""
    weights = last_row(run, Look(head))
    mass = sentence_mass(weights / weights.sum(axis=1, keepdims=True), sentences_of(run))
    what = "largest weights" if head == "max" else "attention"
    own = sentences_of(run)[run.predicting_pos]
    if n_sentences(run) == 1:
        low, high = percent(float(mass.min())), percent(float(mass.max()))
        range_ = high if low == high else f"from {low} (layer {mass.argmin()}) to {high} (layer {mass.argmax()})"
        rest = f"; the rest is on {special_names(run)}" if special_names(run) else ""
        return f"There is one sentence, and it gets {range_} of the {what}{rest}."
    others = mass.copy()
    if own >= 0:
        others[:, own] = -1
    layer, which = (int(i) for i in np.unravel_index(others.argmax(), others.shape))
    most = f"in layer {layer} sentence {which + 1} gets {percent(float(others[layer, which]))} of the {what}"
    if own < 0:
        return f"The most that a sentence gets: {most}."
    mine = int((mass[:, own] > others.max(axis=1)).sum())
    return (
        f"The looking token’s own sentence, number {own + 1}, gets more than any other in {mine} of {run.n_layers}"
        f" layers; the most that another gets: {most}."
    )


def sentence_matrix(run: AttentionRun, layer: int, head: Head = "mean") -> str:
    """The most that a sentence puts on another."""
    mass = np.nan_to_num(matrix(run, layer, head))
    where = f"In {place(layer, head)}"
    puts = "has a head that puts" if head == "max" else "puts"
    if len(mass) == 1:
        return f"{where}: the one sentence {puts} {percent(float(mass[0, 0]))} of its attention on itself."
    np.fill_diagonal(mass, -1)
    looking, looked_at = (int(i) for i in np.unravel_index(mass.argmax(), mass.shape))
    return (
        f"{where}: sentence {looking + 1} {puts} {percent(float(mass[looking, looked_at]))} of its attention on"
        f" sentence {looked_at + 1}, the most that a sentence puts on another."
    )


def layer_table(run: AttentionRun, table: pd.DataFrame) -> str:
    """The most local and the most content-bound layer of a table from frames.layer_table."""
    local, content = most_local(table), most_content_bound(table)
    shares = table.set_index("layer")
    near, meaning = float(shares["previous three"][local]), float(shares["content words"][content])
    apart = f" not on {special_names(run)}" if special_names(run) else ""
    first = f"Layer {local} is the most local: {percent(near)} of its attention{apart} is on the previous three tokens."
    second = f"Layer {content} is the most content-bound: {percent(meaning)} of it is on content words."
    first = first if near > 0 else "No layer looks at an earlier token."
    return f"{first} {second if meaning > 0 else 'No layer looks at a content word.'}"


def _strongest(run: AttentionRun, layers: Sequence[int], look: Look) -> str:
    """Where the looking position looks in the layer with the heaviest word, and what <bos> takes there."""
    head, every = look.head, last_row(run, look)
    heaviest = every[list(layers)][:, ~specials(run)].max(axis=1, initial=0)
    layer = layers[int(heaviest.argmax())]
    said = looks(run, every[layer], layer, look)
    if not heaviest.any():
        return f"In {place(layer, head) if len(layers) == 1 else 'every layer'}: {said}."
    (note,) = special_notes(run, [layer], replace(look, special="grey"))
    note = out_of_sight(run, layer, looker(run, look)) or (f"; {note}" if note else "")
    return f"{'Strongest in' if len(layers) > 1 else 'In'} {place(layer, head)}: {said}{note}."


def _left_out(weights: Float32, floor: float, run: AttentionRun, look: Look) -> str:
    """What lines under the floor would have shown; empty where nothing is left out."""
    hidden = weights[(weights < floor) & (weights > 0)]
    if not len(hidden):
        return ""
    under = f" Lines under {floor * 100:.3g} % are hidden"
    share = percent(float(hidden.sum() / weights.sum()))
    return f"{under}." if look.head == "max" else f"{under}: {share} of the attention{not_on_specials(run, look)}."
