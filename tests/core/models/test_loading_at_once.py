"""Two visitors who choose two models at once: each gets a whole one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from transformers import PreTrainedModel

from attn_core import load_model


def test_models_loaded_at_once_are_whole(tiny_llama_folder: Path) -> None:
    ties = PreTrainedModel.tie_weights
    names = [str(tiny_llama_folder), "story"] * 3
    with ThreadPoolExecutor(len(names)) as pool:
        models = list(pool.map(lambda name: load_model(name, device="cpu"), names))
    assert [model.n_layers for model in models[:2] * 3] == [model.n_layers for model in models]
    assert PreTrainedModel.tie_weights is ties
