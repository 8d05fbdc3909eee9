"""Load an embedded model's folder for measuring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer


def load(folder: Path) -> tuple[Any, Any]:
    """Model (float32, eager attention, evaluation mode) and tokenizer; the encoder where there is a mask token."""
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    kind = AutoModelForMaskedLM if tokenizer.mask_token else AutoModelForCausalLM
    model = kind.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True)
    return model.eval(), tokenizer
