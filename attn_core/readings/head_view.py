"""What one layer's heads do on a text, in a sentence or two."""

from __future__ import annotations

import numpy as np

from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.frames.wording import listed, named_among, percent
from attn_core.records.attention import Attention, Float32
from attn_core.records.look import Special


def head_view(attention: Attention, layer: int, *, halves: Halves = "all", special: Special = "grey") -> str:
    """The strongest link between two words, what one text puts on the other, and what special tokens take."""
    pattern = attention.pattern(layer)
    said = [
        _strongest(
            attention, layer, pattern, looking(attention, halves, "hidden"), looked_at(attention, halves, "hidden")
        )
    ]
    words = looking(attention, halves, "hidden")
    if halves != "all" and words:
        shares = pattern[:, words][:, :, looked_at(attention, halves, "shown")].sum(axis=2).mean(axis=1)
        whose = "itself" if halves[0] == halves[-1] else f"text {halves[-1]}"
        said.append(f"Text {halves[0]} puts {_mean_and_most(shares, layer)} of its attention on {whose}.")
    specials = [position for position, token in enumerate(attention.key_tokens) if token.special]
    if specials and words:
        shares = pattern[:, words][:, :, specials].sum(axis=2).mean(axis=1)
        names = listed(list(dict.fromkeys(attention.key_tokens[position].label for position in specials)))
        hidden = " (hidden here)" if special == "hidden" else ""
        take = "takes" if len(specials) == 1 else "take"
        said.append(f"{names}{hidden} {take} {_mean_and_most(shares, layer)} of the attention.")
    return " ".join(said)


def _strongest(attention: Attention, layer: int, pattern: Float32, queries: list[int], keys: list[int]) -> str:
    """The heaviest link of one word to another, and its head."""
    links = pattern[:, queries][:, :, keys].copy()
    if attention.query_tokens == attention.key_tokens:
        links[:, np.equal.outer(queries, keys)] = 0
    if not links.any():
        return f"In layer {layer} no word looks at another word here."
    head, row, column = (int(i) for i in np.unravel_index(links.argmax(), links.shape))
    return (
        f"The strongest link between two words of layer {layer} is in head L{layer}H{head}:"
        f" {named_among(attention.query_tokens, queries[row])} looks at"
        f" {named_among(attention.key_tokens, keys[column])}"
        f" with {percent(float(links[head, row, column]))} of its attention."
    )


def _mean_and_most(shares: Float32, layer: int) -> str:
    """Shares [head] in words: their mean, and the head with the most."""
    mean, most = percent(float(shares.mean())), percent(float(shares.max()))
    return mean if mean == most else f"{mean} (most in L{layer}H{int(shares.argmax())}: {most})"
