"""The model view: every layer and head as one small picture, coarse on purpose; the head view has the exact numbers.

A text of up to `LINES_UP_TO` tokens is drawn as lines, a longer one as a map of at most about `SIDE` points a side.
A point that stands for several tokens shows the largest of their weights (max-pooling): a mean would wash out the thin
stripes, such as the one of the previous token, by which heads are told apart.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from attn_core.charts.theme import LIGHT, Theme
from attn_core.diagrams.badges import badge_data
from attn_core.diagrams.diagram import Diagram, deflated
from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.frames.model_view import UNITS, head_figures, head_table, label_columns
from attn_core.readings.model_view import how_to_read
from attn_core.readings.model_view import model_view as reading
from attn_core.records.attention import Attention, Float32
from attn_core.records.head_labels import HeadLabels
from attn_core.records.look import Special
from attn_core.records.tokens import Token
from attn_core.summaries.weights import Bools

LINES_UP_TO = 24  # tokens
SIDE = 64  # points of a map
LEVELS = 15  # a level is the root of the weight, so level 2 is the first that holds no weight under 1 %
Levels = npt.NDArray[np.uint8]
Blocks = list[npt.NDArray[np.intp]]  # the positions of each row or column of a picture


def model_view(
    attention: Attention,
    *,
    halves: Halves = "all",
    special: Special = "grey",
    labels: HeadLabels | None = None,
    theme: Theme = LIGHT,
) -> Diagram:
    """All heads of a run; `halves` and `special` choose which positions are drawn, and weights are never rescaled.

    `labels`, those of the run's model, become badges.
    """
    queries, keys = attention.query_tokens, attention.key_tokens
    rows, columns = (
        _blocks(looking(attention, halves, special), queries),
        _blocks(looked_at(attention, halves, special), keys),
    )
    words = _words(looking(attention, halves, "hidden") or looking(attention, halves, "shown"), queries)
    parts = {} if halves == "all" else {f"on text {halves[-1]}": _words(looked_at(attention, halves, "hidden"), keys)}
    figures, levels = [], []
    for layer in range(attention.n_layers):
        pattern = attention.pattern(layer)  # once for both, for at 512 tokens it is most of the work
        figures.append(head_figures(pattern, queries, keys, words, parts))
        levels.append(_levels(_pooled(pattern, rows, columns)))
    stacked = {name: np.stack([layer[name] for layer in figures]) for name in figures[0]}
    lines = max(sum(map(len, rows)), sum(map(len, columns))) <= LINES_UP_TO
    data = {
        "layers": attention.n_layers,
        "heads": attention.n_heads,
        "lines": lines,
        "shape": [len(rows), len(columns)],
        "levels": deflated(np.stack(levels)),
        "queryMarks": _marked(rows, queries, special),
        "keyMarks": _marked(columns, keys, special),
        "figures": [_figure(name, values) for name, values in stacked.items()],
        "badges": badge_data(labels, range(attention.n_layers)),
        "note": how_to_read(queries, keys, lines, max(map(len, (*rows, *columns)), default=1), special),
        "theme": asdict(theme),
    }
    return Diagram("model_view", data, reading(stacked, halves))


def model_view_table(drawn: Diagram, labels: HeadLabels | None = None) -> pd.DataFrame:
    """One row a head with the figures that the picture tells on hovering, and the labels that it carries."""
    table = head_table({figure["name"]: figure["values"] for figure in drawn.data["figures"]})
    return table if labels is None else table.assign(**label_columns(labels))


def _words(positions: list[int], tokens: tuple[Token, ...]) -> Bools:
    """The positions as bool [position]."""
    return np.isin(np.arange(len(tokens)), positions)


def _blocks(positions: list[int], tokens: tuple[Token, ...]) -> Blocks:
    """Positions as rows or columns, neighbours together where there are too many.

    A special token always stands alone, so that its weight, often the largest, never covers a word's.
    """
    most = max(1, -(-sum(not tokens[position].special for position in positions) // SIDE))
    blocks: list[list[int]] = []
    for position in positions:
        apart = not blocks or len(blocks[-1]) == most or tokens[position].special or tokens[blocks[-1][-1]].special
        if apart:
            blocks.append([position])
        else:
            blocks[-1].append(position)
    return [np.array(block) for block in blocks]


def _pooled(pattern: Float32, rows: Blocks, columns: Blocks) -> Float32:
    """The largest weight of each block, [head, query_pos, key_pos] to [head, row, column], 0 to 1."""
    if not rows or not columns:
        return np.zeros((len(pattern), len(rows), len(columns)), dtype=np.float32)
    for axis, blocks in ((1, rows), (2, columns)):
        chosen = pattern.take(np.concatenate(blocks), axis=axis)
        starts = np.cumsum([0, *map(len, blocks[:-1])])
        pattern = np.maximum.reduceat(chosen, starts, axis=axis)
    return pattern


def _levels(weights: Float32) -> Levels:
    """Weights as levels 0 to `LEVELS` of their root, which lifts the small ones; those under 1 % become 0."""
    return np.where(weights < 0.01, 0, np.rint(np.sqrt(weights) * LEVELS)).astype(np.uint8)


def _marked(blocks: Blocks, tokens: tuple[Token, ...], special: Special) -> list[int]:
    """Which rows or columns are drawn in grey."""
    return [int(special == "grey" and tokens[block[0]].special) for block in blocks]


def _figure(name: str, values: Float32) -> dict[str, Any]:
    rounded = [[None if np.isnan(value) else round(float(value), 4) for value in layer] for layer in values]
    return {"name": name, "unit": UNITS.get(name, "share"), "values": rounded}
