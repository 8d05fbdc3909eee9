"""Muon (Jordan et al. 2024) in float32: momentum whose matrices are made nearly orthogonal before each step.

torch.optim.Muon computes in bfloat16, which a CPU without such instructions emulates, thirty times as slowly. Matrices
of one shape are done together, and the iteration runs on the small side's Gram matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch

_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the quintic whose iteration brings singular values near 1."""
_ITERATIONS = 5


def nearly_orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """``[matrix, row, column]``, rows <= columns: every singular value brought near 1 (0.7 to 1.2)."""
    a, b, c = _NEWTON_SCHULZ
    x = matrices / matrices.norm(dim=(1, 2), keepdim=True).clamp_min(1e-7)
    gram, product = x @ x.mT, None
    for iteration in range(_ITERATIONS):
        factor = torch.baddbmm(gram, gram, gram, beta=b, alpha=c)
        factor.diagonal(dim1=1, dim2=2).add_(a)
        product = factor if product is None else product @ factor
        if iteration < _ITERATIONS - 1:
            gram = factor @ gram @ factor
    assert product is not None
    return torch.bmm(product, x)


class Muon(torch.optim.Optimizer):
    """Updates have the size of AdamW's (0.2 a weight, root mean square, times the rate)."""

    def __init__(self, groups: Iterable[dict[str, Any]], lr: float, weight_decay: float, momentum: float = 0.95):
        super().__init__(groups, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """One step from the gradients; ``closure`` is not used."""
        for group in self.param_groups:
            shapes: dict[tuple[int, ...], list[tuple[torch.Tensor, torch.Tensor]]] = {}
            for weight in group["params"]:
                state = self.state[weight]
                mean = state.setdefault("momentum", torch.zeros_like(weight))
                mean.lerp_(weight.grad, 1 - group["momentum"])
                ahead = weight.grad.lerp(mean, group["momentum"])  # Nesterov
                wide = ahead if ahead.shape[0] <= ahead.shape[1] else ahead.mT
                shapes.setdefault(tuple(wide.shape), []).append((weight, wide))
            for pairs in shapes.values():
                updates = nearly_orthogonal(torch.stack([wide for _, wide in pairs]))
                for (weight, _), update in zip(pairs, updates, strict=True):
                    weight.mul_(1 - group["lr"] * group["weight_decay"])
                    step = update if weight.shape == update.shape else update.mT
                    weight.add_(step, alpha=-0.2 * group["lr"] * max(weight.shape) ** 0.5)
