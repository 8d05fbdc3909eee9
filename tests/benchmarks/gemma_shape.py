"""A checkpoint of Gemma 3 1B's exact shape with random weights, and what is measured on it alone."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

from tests.support.tiny_tokenizers import TOKENIZERS

FOLDER = Path(tempfile.gettempdir()) / "attention-lab-benchmarks" / "gemma-3-1b-shape"
SHAPE: dict[str, Any] = {
    "vocab_size": 262_144, "hidden_size": 1152, "intermediate_size": 6912, "num_hidden_layers": 26,
    "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 256, "sliding_window": 512,
    "query_pre_attn_scalar": 256, "max_position_embeddings": 32_768,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def checkpoint() -> Path:
    """Random bfloat16 weights, written tensor by tensor so that the model never stands in float32."""
    if not (FOLDER / "done").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        config = Gemma3TextConfig(**SHAPE, dtype="bfloat16", architectures=["Gemma3ForCausalLM"])
        with torch.device("meta"):
            shapes = {name: weights.shape for name, weights in Gemma3ForCausalLM(config).named_parameters()}
        weights = {name: torch.empty(shape, dtype=torch.bfloat16).normal_(0, 0.02) for name, shape in shapes.items()}
        save_file(weights, FOLDER / "model.safetensors", metadata={"format": "pt"})
        config.save_pretrained(FOLDER)
        TOKENIZERS["metaspace"]().save_pretrained(FOLDER)
        (FOLDER / "done").touch()
    return FOLDER


def alone(work: Callable[..., Any], *arguments: object) -> Any:
    """The result of a function in a new process, whose memory nothing else has used."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def prompt(tokens: int) -> str:
    """A text of so many tokens."""
    return " the" * (tokens - 1)  # and <bos>
