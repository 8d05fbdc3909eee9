"""Whether two records hold the same numbers."""

from __future__ import annotations

from dataclasses import fields
from itertools import zip_longest

import numpy as np

from attn_core.records.attention import Attention, LayerCapture

_ARRAYS = ("query", "key")


def same_attention(one: Attention, other: Attention) -> bool:
    """Assert that tokens, numbers and arrays, with their dtypes, are the same, and that nobody can write to either."""
    assert (one.query_tokens, one.key_tokens) == (other.query_tokens, other.key_tokens)
    plain = [field.name for field in fields(LayerCapture) if field.name not in _ARRAYS]
    for mine, theirs in zip(one.layers, other.layers, strict=True):
        assert [getattr(mine, name) for name in plain] == [getattr(theirs, name) for name in plain]
    for mine_, theirs_ in zip_longest(_arrays(one), _arrays(other)):
        np.testing.assert_array_equal(mine_, theirs_)
        assert mine_.dtype == theirs_.dtype
        assert not mine_.flags.writeable
        assert not theirs_.flags.writeable
    return True


def _arrays(attention: Attention) -> list[np.ndarray]:
    layers = [array for layer in attention.layers for array in (layer.query, layer.key)]
    return [*layers, *attention.masks, *attention.biases]
