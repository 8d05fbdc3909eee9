"""While a model is read, others are loaded and used: each comes out whole, and computes what it always does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from attn_core import capture, load_model
from tests.support.comparing import same_attention


def test_models_loaded_at_once_are_whole(tiny_llama_folder: Path) -> None:
    ties = PreTrainedModel.tie_weights
    names = [str(tiny_llama_folder), "story"] * 3
    with ThreadPoolExecutor(len(names)) as pool:
        models = list(pool.map(lambda name: load_model(name, device="cpu"), names))
    assert [model.n_layers for model in models[:2] * 3] == [model.n_layers for model in models]
    assert PreTrainedModel.tie_weights is ties


@pytest.fixture
def half_precision() -> Iterator[None]:
    """The default dtype of the process, as it is while a model of 16 bits is read."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    yield
    torch.set_default_dtype(before)


def test_what_a_model_computes_while_another_is_read(request: pytest.FixtureRequest) -> None:
    story = load_model("story", device="cpu")
    usual = capture(story, "Jide was hungry so she went looking for")
    request.getfixturevalue("half_precision")
    meanwhile = capture(story, "Jide was hungry so she went looking for")
    assert meanwhile.next_tokens == usual.next_tokens
    assert same_attention(meanwhile.attention, usual.attention)
