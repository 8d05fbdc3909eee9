"""What calls give, as bytes and back."""

from __future__ import annotations

import io

import numpy as np
import pytest

from attn_core import AttentionRun
from attn_core.errors import RunFileError
from attn_core.records import parcel
from attn_core.records.familiarity import Familiarity, Passage, Reference, UnknownWord
from attn_core.records.tokens import NextToken
from tests.support.comparing import same_attention
from tests.support.hand_made import even, run_of

TOKEN = NextToken(3, "⏎", "\n", 0.1 + 0.2)


def test_nothing_in_it_needs_pickle() -> None:
    packed = parcel.packed(Reference((Passage("a", (0.1,), 0.5, True),)))
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        assert all(not arrays[name].dtype.hasobject for name in arrays)


@pytest.mark.parametrize(
    "value",
    [
        (), "", True, ("one", "two"), (TOKEN,), ((TOKEN, TOKEN), ()),
        Familiarity((UnknownWord("x", (0, 1), 2),), True, None, None, 0.1, 1.5, 0.3, "lost"),
    ],
)  # fmt: skip
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert parcel.unpacked(parcel.packed(value)) == value


def test_a_run_that_is_not_rounded_is_the_same() -> None:
    run = run_of(["a", "b", "c"], even(3))
    again = parcel.unpacked(parcel.packed(run))
    assert isinstance(again, AttentionRun)
    assert same_attention(again.attention, run.attention)
    assert again.rounded_by == 0


@pytest.mark.parametrize("data", [b"", b"PK", parcel.packed("x")[:-9]])
def test_what_is_no_result_is_refused(data: bytes) -> None:
    with pytest.raises(RunFileError):
        parcel.unpacked(data)


def test_what_no_call_gives_is_not_sent() -> None:
    with pytest.raises(TypeError, match="no call gives a set"):
        parcel.packed({1, 2})
