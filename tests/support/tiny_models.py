"""Random models of few weights on disk, and what the fixtures that give them are called in signatures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers

from attn_core.forward.loaded import LoadedModel
from tests.support.tiny_tokenizers import TOKENIZERS

Tiny = Callable[[str], LoadedModel]
"""A loaded tiny model by the name of its architecture."""
Folder = Callable[[str], Path]
"""The folder of one."""


def own_model(folder: Path, auto: Any = transformers.AutoModelForCausalLM) -> Any:
    """The model as transformers loads it, with its own eager attention, to compare with."""
    return auto.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()


def save_tiny(folder: Path, config: str, architecture: str, sizes: dict[str, Any], tokenizer: str) -> Path:
    """A random model of few weights, with its tokenizer, as a Hugging Face folder of safetensors."""
    torch.manual_seed(7)
    words = TOKENIZERS[tokenizer]()
    settings = getattr(transformers, config)(**{"pad_token_id": 1} | sizes, vocab_size=len(words))
    model = getattr(transformers, architecture)(settings)
    with torch.no_grad():  # larger than the usual start, so that patterns are far from even
        for weights in model.parameters():
            weights.add_(torch.randn_like(weights) * 0.2)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
