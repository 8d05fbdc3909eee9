"""The optimizers of the embedded models: Muon for matrices, AdamW for the rest."""

from __future__ import annotations

import math

import torch

from attn_core.story_models.training.muon import Muon

MUON_FACTOR = 2.5
"""Muon's learning rate over AdamW's, when its updates are scaled to AdamW's size."""


def make_optimizers(model: torch.nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers (it needs far fewer steps here), AdamW for everything else."""
    named = list(model.named_parameters())
    inner = [p for name, p in named if p.dim() == 2 and ".layer" in name]
    outer = [p for name, p in named if p.dim() != 2 or ".layer" not in name]
    muon = Muon([{"params": inner, "peak": MUON_FACTOR * rate}], MUON_FACTOR * rate, weight_decay=0.1)
    groups = [{"params": outer, "peak": rate}]
    return [muon, torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)]


def schedule(step: int, warmup: int, done: float) -> float:
    """Learning rate as a share of its peak: linear warm-up over ``warmup`` steps, then a cosine down to 2 %.

    ``done`` is the finished share of the run, 0 to 1.
    """
    return min(1.0, (step + 1) / warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
