"""What the model view says in words: how to read it, and what its numbers tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attn_core.frames.halves import Halves
from attn_core.frames.labels import clipped
from attn_core.frames.model_view import DISTANCE, ENTROPY, PREVIOUS
from attn_core.frames.wording import listed, percent
from attn_core.records.attention import Float32
from attn_core.records.look import Special
from attn_core.records.tokens import Token


def how_to_read(queries: Sequence[Token], keys: Sequence[Token], lines: bool, block: int, special: Special) -> str:
    """How to read a small picture: lines, or a map of which a point may stand for `block` tokens a side."""
    if lines:
        said = (
            "Each small picture is one head. Its lines run from the tokens that look, at the left, to the tokens that"
            " they look at, at the right, the first on top; a stronger line is a larger share."
        )
    else:
        said = (
            "Each small picture is one head, drawn as a map because the text is long: a row for each token that looks,"
            " a column for each token it looks at, from the top left corner on; a stronger colour is a larger share."
        )
        if block > 1:
            said += f" A point stands for up to {block} × {block} tokens and shows the largest share among them."
    names = list(dict.fromkeys(clipped(token.label) for token in (*queries, *keys) if token.special))
    if names and special != "shown":
        few = listed(names) if len(names) <= 3 else "special tokens"
        said += f" {few[0].upper() + few[1:]} {'are' if len(names) > 1 else 'is'} "
        said += "grey." if special == "grey" else "left out."
    return f"{said} Shares under 1 % are not drawn."


def model_view(figures: Mapping[str, Float32], halves: Halves) -> str:
    """What most heads do, and which head stands out; `figures` are [layer, head] by name."""
    n_layers, n_heads = next(iter(figures.values())).shape
    where = "" if halves == "all" else f", where text {halves[0]} looks at text {halves[-1]}"
    size = f"{_counted(n_layers, 'layer')} with {_counted(n_heads, 'head')}{' each' * (n_layers > 1)}{where}."
    return " ".join(filter(None, (size, _resting(figures), _standing_out(figures))))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _resting(figures: Mapping[str, Float32]) -> str:
    """How many heads give special tokens more than half of their attention."""
    marks = [name for name in figures if name not in (PREVIOUS, DISTANCE, ENTROPY) and not name.startswith("on text ")]
    if not marks:
        return ""
    names = listed([name.removeprefix("on ") for name in marks])
    shares = sum(figures[name] for name in marks)
    heads, every = int((np.asarray(shares) > 0.5).sum()), int(np.size(shares))
    if heads == 0:
        return f"No head gives {names} more than half of its attention."
    if heads == every:
        return f"Every head rests on {names}, with more than half of its attention."
    if heads == 1:
        return f"1 of {every} heads rests on {names}, with more than half of its attention."
    if heads <= every / 2:
        return f"{heads} of {every} heads rest on {names}, with more than half of their attention."
    given = "them" if len(marks) > 1 else "it"
    return f"Most heads rest on {names}: {heads} of {every} give {given} more than half of their attention."


def _standing_out(figures: Mapping[str, Float32]) -> str:
    """The head that is largest in each figure."""
    said = [
        f"{_head(values)} puts most on {name.removeprefix('on ')} ({percent(float(np.nanmax(values)))})"
        for name, values in figures.items()
        if name.startswith("on text ")
    ]
    if _tells(figures, PREVIOUS):
        most = figures[PREVIOUS]
        said.append(f"{_head(most)} looks most at the previous token ({percent(float(np.nanmax(most)))})")
    if _tells(figures, DISTANCE):
        far = figures[DISTANCE]
        said.append(f"{_head(far)} looks farthest ({np.nanmax(far):.1f} tokens on average)")
    spread = figures[ENTROPY]
    said.append(f"{_head(spread)} spreads its attention most ({spread.max():.1f} bits)")
    return f"{listed(said)}."


def _tells(figures: Mapping[str, Float32], name: str) -> bool:
    return name in figures and bool(np.nanmax(np.nan_to_num(figures[name])) > 0)


def _head(values: Float32) -> str:
    """The head of the largest value, the first of equals, as L2H1."""
    layer, head = np.unravel_index(int(np.nanargmax(values)), values.shape)
    return f"L{layer}H{head}"
