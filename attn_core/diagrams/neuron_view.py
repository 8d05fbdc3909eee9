"""The neuron view: one head's lines, and behind each line the query and the key multiplied dimension by dimension.

The browser gets the head's queries and keys, without loss, and does the sums itself, so that it needs no server when
another token is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from attn_core.charts.theme import LIGHT, Theme
from attn_core.diagrams.diagram import Diagram, deflated, token_data
from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.frames.neuron_view import position_bias
from attn_core.readings.neuron_view import columns, notes
from attn_core.readings.neuron_view import neuron_view as reading
from attn_core.records.attention import Attention, Float32

_FULL = 99.0  # percentile of absolute numbers that has the full colour: a single huge dimension fades no other


def neuron_view(
    attention: Attention,
    layer: int,
    head: int,
    *,
    query_pos: int,
    halves: Halves = "all",
    expanded: bool = False,
    answers: int = 0,
    theme: Theme = LIGHT,
) -> Diagram:
    """One head of one layer; `query_pos` is looking at first, and `expanded` shows its sums in place of the lines.

    `answers` is the number of the last choice that the script has told, so that it knows an answer that is late.
    Raises ValueError where there is no such layer or head, or the position is not among those that `halves` shows.
    """
    if not (0 <= layer < attention.n_layers and 0 <= head < attention.n_heads):
        raise ValueError(f"there is no head L{layer}H{head}")
    queries, keys = shown(attention, halves)
    if query_pos not in queries:
        raise ValueError(f"position {query_pos} looks at nothing that is shown")
    query, key = attention.query(layer)[head], attention.key(layer)[head]
    bias = position_bias(attention, layer, head)
    captured = attention.layers[layer]
    data = {
        "theme": asdict(theme),
        "place": f"L{layer}H{head}",
        "chosen": {"query": query_pos, "expanded": expanded},
        "answers": answers,
        "queryTokens": {**token_data(attention.query_tokens), "shown": queries},
        "keyTokens": {**token_data(attention.key_tokens), "shown": keys},
        "query": exactly(query),
        "key": exactly(key),
        "mask": {
            "shape": list(attention.visible(layer).shape),
            "deflated": deflated(attention.visible(layer).astype("u1")),
        },
        "bias": None if bias is None else exactly(bias),
        "scale": captured.scale,
        "softcap": captured.softcap,
        "full": {"query": _full_colour(query), "key": _full_colour(key)},
        "columns": columns(attention, layer, head),
        "notes": notes(attention, layer, head),
    }
    return Diagram("neuron_view", data, reading(attention, layer, head, query_pos, keys))


def shown(attention: Attention, halves: Halves) -> tuple[list[int], list[int]]:
    """The positions that look and those that are looked at where only one half of a pair's lines is drawn."""
    return looking(attention, halves, "shown"), looked_at(attention, halves, "shown")


def first_query(attention: Attention, preferred: int, queries: Sequence[int]) -> int:
    """The token that looks at first: the preferred one, or where it is a mark or not shown, the last word that is."""
    words = [query for query in queries if not attention.query_tokens[query].special]
    return preferred if preferred in words else (words or list(queries))[-1]


def exactly(numbers: Float32) -> dict[str, Any]:
    """Float32 without loss: all first bytes, then all second ones …, which for bfloat16 numbers halves the size."""
    planes = np.ascontiguousarray(numbers, dtype="<f4").view(np.uint8).reshape(-1, 4).T
    return {"shape": list(numbers.shape), "deflated": deflated(planes)}


def _full_colour(numbers: Float32) -> float:
    return float(np.percentile(np.abs(numbers), _FULL))
