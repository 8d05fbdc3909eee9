"""What makes a training step fast on the machine at hand."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import torch


def computes_bf16(device: torch.device) -> bool:
    """Whether the device has bfloat16 instructions. A CPU without them emulates it, many times as slowly."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    abilities = torch.cpu.get_capabilities()
    return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16") or abilities.get("arm_bf16"))


def autocast(device: torch.device) -> Any:
    """bf16 autocast where the device computes it; else float32."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if computes_bf16(device) else nullcontext()
