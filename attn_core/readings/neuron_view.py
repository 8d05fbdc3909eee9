"""The neuron view in words: what each column is, what is special about the head, and the largest weight explained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attn_core.frames.neuron_view import Steps, position_bias, steps
from attn_core.frames.wording import listed, named_among, percent
from attn_core.records.attention import Attention

_NAMED = 2  # dimensions in the reading


def columns(attention: Attention, layer: int, head: int) -> list[dict[str, str]]:
    """The steps that this model takes, in order: a short title, and how to read the column."""
    captured = attention.layers[layer]
    found = [
        ("key", "k", "The key of each token: what it offers. A cell is one dimension: blue above zero, orange below."),
        ("product", "q × k", "Each cell of q times the cell of k below it. Blue raises the score, orange lowers it."),
        ("dot", "q · k", "All cells of q × k added up: how well the query and the key fit."),
    ]  # fmt: skip
    if captured.scale != 1:
        found.append(("scaled", *_scaling(captured.scale, captured.query.shape[-1])))
    if captured.softcap is not None:
        cap = f"{captured.softcap:g}"
        found.append(("capped", "capped", f"The score bent so that it stays between −{cap} and {cap}."))
    if position_bias(attention, layer, head) is not None:
        found.append(("biased", "+ position", "The model adds a number for how far apart the two tokens are."))
    found.append(
        (
            "weight",
            "softmax",
            "The scores as shares: e to the power of each, divided by their sum. Masked tokens get none.",
        )
    )
    return [{"name": name, "title": title, "help": text} for name, title, text in found]


def notes(attention: Attention, layer: int, head: int) -> list[str]:
    """What one must know of this head to read its numbers: rotation, shared keys, and which tokens are masked."""
    found = []
    if attention.layers[layer].rotary:
        found.append("This model turns queries and keys by their positions; they are shown after that turn.")
    n_keys = len(attention.layers[layer].key)
    size = attention.n_heads // n_keys
    if size > 1:
        group = head // size * size
        sharing = listed([str(other) for other in range(group, group + size) if other != head])
        found.append(
            f"Head {head} shares its keys with head{'s' if size > 2 else ''} {sharing}; each has queries of its own."
        )
    seen = attention.visible(layer)
    if not seen.all():
        found.append(_sight(seen))
    return found


def _sight(seen: np.ndarray) -> str:
    """Which tokens a mask hides, bool [query_pos, key_pos]."""
    if seen.shape[0] != seen.shape[1] or np.triu(seen, 1).any():
        return "Some tokens are masked: the query may not look at them."
    if seen[np.tril_indices(len(seen))].all():
        return "Later tokens are masked: a token looks at itself and at earlier ones only."
    window = int(seen.sum(axis=1).max())
    return f"Masked are later tokens, and in this layer also those more than {window - 1} back."


def neuron_view(attention: Attention, layer: int, head: int, query_pos: int, keys: Sequence[int]) -> str:
    """The heaviest of the shown keys, its q·k, and the dimensions that make most of that."""
    worked, who = steps(attention, layer, head, query_pos), named_among(attention.query_tokens, query_pos)
    where = f"In head L{layer}H{head}"
    visible_keys = [key for key in keys if worked.seen[key]]
    if not visible_keys:
        return f"{where}: {who} may look at none of these tokens."
    best = max(visible_keys, key=lambda key: float(worked.weight[key]))
    whom, share = named_among(attention.key_tokens, best), percent(float(worked.weight[best]))
    masked = len(keys) - len(visible_keys)
    hidden = f" Masked for it: {masked} token{'s' if masked > 1 else ''}." if masked else ""
    among = "" if len(keys) == len(attention.key_tokens) else ", of the tokens shown,"
    most = f"{where}: {who}{among} looks most at {whom} ({share})"
    if len(visible_keys) == 1:
        most = f"{where}: {who} has one token to look at: {whom} ({share})"
    fit = f"Their q·k is {signed(float(worked.dot[best]))}: {_largest(worked, best)}."
    return f"{most}. {fit}{hidden}{_elsewhere(worked, keys)}"


def _elsewhere(worked: Steps, keys: Sequence[int]) -> str:
    """What keys that are not shown take: the weights count them too."""
    rest = 1 - float(worked.weight[list(keys)].sum())
    return f" Tokens not shown take {percent(rest)}." if len(keys) < len(worked.weight) else ""


def signed(number: float) -> str:
    """A number with its sign and two decimals: “+1.90”, “−0.31”."""
    return f"{number + 0:+.2f}".replace("-", "−")  # + 0: no minus before a zero


def _largest(worked: Steps, key: int) -> str:
    products = worked.products[key]
    ranked = np.argsort(-np.abs(products), kind="stable")[:_NAMED]
    return listed([f"dimension {i} {_adds(float(products[i]))}" for i in ranked])


def _adds(number: float) -> str:
    return f"takes away {-number:.2f}" if number < 0 else f"adds {number + 0:.2f}"


def _scaling(scale: float, d_head: int) -> tuple[str, str]:
    root = scale**-2
    if np.isclose(root, round(root), rtol=1e-3):
        why = f"the square root of {root:.0f}"
        size = "" if round(root) != d_head else ", the number of dimensions"
        return f"÷ √{root:.0f}", f"q · k divided by {why}{size}, which keeps scores small."
    return f"× {scale:.3g}", "q · k times a fixed number of the model, which keeps scores small."
