"""Dropout on what each block adds to the residual stream: passages are read many times, and would be learned by heart.

The architectures' own code has none there. One mask holds for all positions of a text (Gal & Ghahramani 2016,
arXiv:1512.05287), which costs a CPU almost nothing.
"""

from __future__ import annotations

from typing import Any

import torch

SHARE = 0.1
"""Share of the dimensions left out."""


def _drop(module: torch.nn.Module, _: Any, output: torch.Tensor) -> torch.Tensor:
    """``output`` is ``[batch, position, dimension]``."""
    if not module.training:
        return output
    kept = torch.rand(output.shape[0], 1, output.shape[2], device=output.device) >= SHARE
    return output * (kept / (1 - SHARE)).to(output.dtype)


def add_dropout(model: torch.nn.Module) -> None:
    """Register dropout behind each block's last operation; ``model.eval()`` switches it off."""
    for name, module in model.named_modules():
        if name.endswith(("post_attention_layernorm", "post_feedforward_layernorm", "output.dense")):
            module.register_forward_hook(_drop)
