"""What the neuron view says of one head and one query, from queries and keys written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from attn_core.readings.neuron_view import columns, neuron_view, notes, signed
from attn_core.records.attention import Attention, LayerCapture, Mask
from tests.support.hand_made import HUNGRY, WINDOW, tokens_of

TOKENS = tokens_of("abcd")


def attention(scale: float = 1.0, mask: Mask | None = None, n_keys: int = 1) -> Attention:
    """Four heads of three dimensions whose queries are all 1, 1, 1."""
    key = np.array([[3, -4, 0.5], [1, 1, 1], [0, 0, 0], [0, 0, -1]], dtype=np.float32)
    layer = LayerCapture(np.ones((4, 4, 3), np.float32), np.repeat(key[None], n_keys, axis=0), scale, None, 0)
    return Attention(TOKENS, TOKENS, (layer,), (np.ones((4, 4), bool) if mask is None else mask,))


def test_the_largest_products_are_named_whatever_their_sign() -> None:
    said = neuron_view(attention(), 0, 0, 0, [0])
    assert "Their q·k is −0.50: dimension 1 takes away 4.00 and dimension 0 adds 3.00." in said


def test_what_is_not_shown_is_told_apart() -> None:
    # e^-.5, e^3, e^0 and e^-1 of 22.06: the second is 91 %, the last two 6 %
    assert neuron_view(attention(), 0, 0, 0, [0, 1, 2, 3]).startswith("In head L0H0: ‘a’ looks most at ‘b’ (91 %).")
    some = neuron_view(attention(), 0, 0, 0, [2, 3])
    assert some.startswith("In head L0H0: ‘a’, of the tokens shown, looks most at ‘c’ (5 %).")
    assert some.endswith("Tokens not shown take 94 %.")
    assert "not shown" not in neuron_view(attention(), 0, 0, 0, [0, 1, 2, 3])


def test_masked_tokens_are_counted_among_those_shown() -> None:
    causal = np.tri(4, dtype=bool)
    assert "Masked for it: 2 tokens." in neuron_view(attention(mask=causal), 0, 0, 1, [0, 1, 2, 3])
    assert "Masked for it: 1 token." in neuron_view(attention(mask=causal), 0, 0, 1, [1, 2])
    assert neuron_view(attention(mask=causal), 0, 0, 0, [2, 3]) == (
        "In head L0H0: ‘a’ may look at none of these tokens."
    )
    assert "‘a’ has one token to look at: ‘a’ (100 %)" in neuron_view(attention(mask=causal), 0, 0, 0, [0, 1])


def test_heads_that_share_their_keys() -> None:
    assert notes(attention(n_keys=2), 0, 2) == ["Head 2 shares its keys with head 3; each has queries of its own."]
    assert notes(attention(n_keys=2), 0, 1)[0].startswith("Head 1 shares its keys with head 0;")
    assert notes(attention(n_keys=1), 0, 2)[0].startswith("Head 2 shares its keys with heads 0, 1 and 3;")
    assert notes(attention(n_keys=4), 0, 2) == []


def test_what_a_mask_hides() -> None:
    causal = np.tri(4, dtype=bool)
    window = causal & ~np.tri(4, k=-2, dtype=bool)
    assert notes(attention(mask=causal, n_keys=4), 0, 0) == [
        "Later tokens are masked: a token looks at itself and at earlier ones only."
    ]
    assert notes(attention(mask=window, n_keys=4), 0, 0) == [
        "Masked are later tokens, and in this layer also those more than 1 back."
    ]
    assert notes(attention(mask=~np.eye(4, dtype=bool), n_keys=4), 0, 0) == [
        "Some tokens are masked: the query may not look at them."
    ]


def test_a_turned_head_says_so() -> None:
    turned = replace(HUNGRY.attention, layers=tuple(replace(one, rotary=True) for one in HUNGRY.attention.layers))
    assert "turns queries and keys by their positions" in notes(turned, 0, 0)[0]
    assert not any("turns" in note for note in notes(HUNGRY.attention, 0, 0))


def test_the_scale_is_a_column_where_there_is_one() -> None:
    def scaled(scale: float) -> list[str]:
        found = {column["name"]: column for column in columns(attention(scale), 0, 0)}
        return [found["scaled"]["title"], found["scaled"]["help"]] if "scaled" in found else []

    assert scaled(1.0) == []
    assert scaled(3**-0.5) == [
        "÷ √3", "q · k divided by the square root of 3, the number of dimensions, which keeps scores small.",
    ]  # fmt: skip
    assert scaled(0.5) == ["÷ √4", "q · k divided by the square root of 4, which keeps scores small."]
    assert scaled(0.3) == ["× 0.3", "q · k times a fixed number of the model, which keeps scores small."]


def test_numbers_have_their_sign() -> None:
    assert [signed(1.9), signed(-0.314), signed(0)] == ["+1.90", "−0.31", "+0.00"]


def test_reading_names_the_dimensions() -> None:
    said = neuron_view(HUNGRY.attention, 0, 0, 2, [0, 1, 2])
    assert said == (
        "In head L0H0: ‘so’ looks most at ‘hungry’ (60 %). Their q·k is −0.51: dimension 2 takes away 0.51 and"
        " dimension 0 adds 0.00."
    )
    assert "‘<bos>’ has one token to look at: ‘<bos>’ (100 %)" in neuron_view(HUNGRY.attention, 0, 0, 0, [0, 1, 2])
    assert "Masked for it: 1 token." in neuron_view(HUNGRY.attention, 0, 0, 1, [0, 1, 2])
    assert "Masked for it: 2 tokens." in neuron_view(WINDOW.attention, 0, 0, 1, [0, 1, 2, 3])
