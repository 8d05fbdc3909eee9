"""The next larger model that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from attn_core.forward.loaded import LoadedModel
from attn_core.models import larger
from attn_core.models.catalog import load_catalog

Tiny = Callable[[str], LoadedModel]


@pytest.mark.parametrize(
    ("name", "parameters", "free_mb", "expected"),
    [
        ("gpt2", 4_215_168, 8000, "gpt2"),
        ("gpt2", 124_439_808, 8000, "smollm2-135m"),
        ("gpt2", 124_439_808, 600, None),
        ("gpt2", 10**10, 8000, None),
        ("bert", 3_044_053, 8000, "distilbert"),
    ],
)
def test_the_next_larger(
    name: str, parameters: int, free_mb: int, expected: str | None, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATTENTION_LAB_CATALOG", raising=False)
    monkeypatch.setattr(larger, "free_bytes", lambda device: free_mb * 10**6)
    monkeypatch.setattr(larger, "is_here", lambda entry: False)
    model = replace(tiny(name), entry=replace(tiny(name).entry, parameters=parameters))
    found = larger.next_larger(model, load_catalog())
    assert (found and found.name) == expected


def test_one_that_is_here_goes_before_a_smaller_one_to_be_downloaded(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(larger, "free_bytes", lambda device: 8 * 10**9)
    monkeypatch.setattr(larger, "is_here", lambda entry: entry.name == "smollm2-135m")
    found = larger.next_larger(tiny("gpt2"), load_catalog())
    assert found is not None
    assert found.name == "smollm2-135m"
