"""One layer as two columns of tokens joined by lines: who looks at whom, a colour for each head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from attn_core.charts.theme import LIGHT, Theme
from attn_core.diagrams.diagram import Diagram, packed, token_data
from attn_core.frames.halves import Halves, Marks, looked_at, looking
from attn_core.frames.wording import listed, named_among, percent
from attn_core.readings.head_labels import badge_data
from attn_core.records.looking import Looking
from attn_core.records.run import Float32, Token
from attn_core.summaries.head_scores import HeadLabels

THRESHOLDS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""The steps of the slider, in percent: a line under the chosen one is not drawn."""
STEPS = 8191  # of 0.012 %, an eighth of what a tooltip shows; a fifth smaller than with all 16 bits


@dataclass(frozen=True)
class Choice:
    """What the picture starts with; from there on the browser has it.

    `heads` ascend; `threshold` is one of THRESHOLDS; a new `asked` tells the browser to take this choice for its own.
    """

    heads: tuple[int, ...]
    threshold: float = 0.0
    mean: bool = False
    asked: int = 0


def head_view(
    run: Looking,
    layer: int,
    *,
    halves: Halves = "all",
    marks: Marks = "dimmed",
    start: Choice | None = None,
    labels: HeadLabels | None = None,
    theme: Theme = LIGHT,
) -> Diagram:
    """The picture of one layer: all its heads travel, `start` says which are drawn at first (None: all).

    `labels`, those of the run's model, become badges.
    """
    queries, keys = looking(run, halves, marks), looked_at(run, halves, marks)
    data = {
        "layer": layer,
        "weights": packed(_part(run, layer, queries, keys), STEPS),
        "query": _side(run.query_tokens, queries),
        "key": _side(run.key_tokens, keys),
        "pair": any(token.segment for token in run.query_tokens),
        "dimmed": marks == "dimmed",
        "thresholds": THRESHOLDS,
        "badges": badge_data(labels, [layer]),
        "start": asdict(start or Choice(tuple(range(run.n_heads)))),
        "theme": asdict(theme),
    }
    return Diagram("head_view", data, head_view_reading(run, layer, halves=halves, marks=marks))


def head_view_table(run: Looking, layer: int, *, halves: Halves = "all", marks: Marks = "dimmed") -> pd.DataFrame:
    """The numbers of the picture: a row a pair of tokens that is not masked, a column a head, weights 0 to 1.

    A row a number would be 3 million rows for 12 heads and 512 tokens.
    """
    queries, keys = np.array(looking(run, halves, marks), int), np.array(looked_at(run, halves, marks), int)
    weights = _part(run, layer, queries, keys)
    rows, columns = np.nonzero(weights.any(axis=0))
    query_labels = np.array([token.label for token in run.query_tokens], dtype=object)
    key_labels = np.array([token.label for token in run.key_tokens], dtype=object)
    return pd.DataFrame(
        {
            "layer": np.full(len(rows), layer),
            "query_pos": queries[rows],
            "query": query_labels[queries[rows]],
            "key_pos": keys[columns],
            "key": key_labels[keys[columns]],
            **{f"head {head}": weights[head, rows, columns] for head in range(run.n_heads)},
        }
    )


def head_view_reading(run: Looking, layer: int, *, halves: Halves = "all", marks: Marks = "dimmed") -> str:
    """The strongest link between two words, what one text puts on the other, and what the marks take; of all heads."""
    pattern = run.pattern(layer)
    said = [_strongest(run, layer, pattern, looking(run, halves, "hidden"), looked_at(run, halves, "hidden"))]
    words = looking(run, halves, "hidden")
    if halves != "all" and words:
        shares = pattern[:, words][:, :, looked_at(run, halves, "shown")].sum(axis=2).mean(axis=1)
        whose = "itself" if halves[0] == halves[-1] else f"text {halves[-1]}"
        said.append(f"Text {halves[0]} puts {_mean_and_most(shares, layer)} of its attention on {whose}.")
    special = [position for position, token in enumerate(run.key_tokens) if token.special]
    if special and words:
        shares = pattern[:, words][:, :, special].sum(axis=2).mean(axis=1)
        names = listed(list(dict.fromkeys(run.key_tokens[position].label for position in special)))
        hidden = " (hidden here)" if marks == "hidden" else ""
        take = "takes" if len(special) == 1 else "take"
        said.append(f"{names}{hidden} {take} {_mean_and_most(shares, layer)} of the attention.")
    return " ".join(said)


def _part(run: Looking, layer: int, queries: Sequence[int] | np.ndarray, keys: Sequence[int] | np.ndarray) -> Float32:
    return run.pattern(layer)[:, np.asarray(queries, int)[:, None], np.asarray(keys, int)[None]]


def _side(tokens: Sequence[Token], positions: Sequence[int]) -> dict[str, list[object]]:
    """Labels and the like of one column of tokens; `twice` where a label needs its position to be told apart."""
    labels = [token.label for token in tokens]
    return {
        **token_data([tokens[position] for position in positions]),
        "position": list(positions),
        "twice": [int(labels.count(labels[position]) > 1) for position in positions],
    }


def _strongest(run: Looking, layer: int, pattern: Float32, queries: list[int], keys: list[int]) -> str:
    """The heaviest link of one word to another, and its head."""
    links = pattern[:, queries][:, :, keys].copy()
    if run.query_tokens == run.key_tokens:
        links[:, np.equal.outer(queries, keys)] = 0
    if not links.any():
        return f"In layer {layer} no word looks at another word here."
    head, row, column = (int(i) for i in np.unravel_index(links.argmax(), links.shape))
    return (
        f"The strongest link between two words of layer {layer} is in head L{layer}H{head}:"
        f" {named_among(run.query_tokens, queries[row])} looks at {named_among(run.key_tokens, keys[column])}"
        f" with {percent(float(links[head, row, column]))} of its attention."
    )


def _mean_and_most(shares: Float32, layer: int) -> str:
    """Shares [head] in words: their mean, and the head with the most."""
    mean, most = percent(float(shares.mean())), percent(float(shares.max()))
    return mean if mean == most else f"{mean} (most in L{layer}H{int(shares.argmax())}: {most})"
