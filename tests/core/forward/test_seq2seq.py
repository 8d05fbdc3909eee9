"""How an encoder–decoder starts and ends what it writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from attn_core.forward.seq2seq import end_tokens, start_token


def told(**settings: Any) -> Any:
    """As much of a loaded model as its generation settings."""
    return SimpleNamespace(model=SimpleNamespace(generation_config=SimpleNamespace(**settings)))


@pytest.mark.parametrize(("start", "bos", "expected"), [(3, 5, 3), (0, 5, 0), (None, 5, 5)])
def test_the_start_token_is_the_decoders_or_else_the_texts(start: int | None, bos: int, expected: int) -> None:
    assert start_token(told(decoder_start_token_id=start, bos_token_id=bos)) == expected


def test_there_may_be_several_end_tokens() -> None:
    assert end_tokens(told(eos_token_id=[3, 4])) == {3, 4}
    assert end_tokens(told(eos_token_id=3)) == {3}
