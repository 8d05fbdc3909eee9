"""What scores are made of, in torch and, to be kept, in numpy: the only place where the one becomes the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from attn_core.records.attention import Float32, LayerCapture, Mask


@dataclass(frozen=True, eq=False)
class Scores:
    """What a layer's scores are made of: query and key [1, head, position, d_head], mask, bias and two numbers."""

    query: torch.Tensor
    key: torch.Tensor
    mask: torch.Tensor | None
    bias: torch.Tensor | None  # [1, head, query_pos, key_pos], added to the scores
    causal: bool  # hide later positions where there is no mask
    scale: float
    softcap: float | None
    rotary: bool  # query and key were turned by their position

    def hiding(self) -> Mask:
        """The mask as numpy. Raises ValueError on one that does more than hide places."""
        shape = (self.query.shape[2], self.key.shape[2])
        if self.mask is None:
            full = np.ones(shape, dtype=np.bool_)
            return np.tril(full) if self.causal else full
        if self.mask.dtype is not torch.bool or self.mask.shape[:2] != (1, 1):
            raise ValueError("its mask adds numbers to the scores, or differs between heads")
        return self.mask[0, 0].expand(shape).cpu().numpy()

    def added(self) -> Float32 | None:
        """The bias as numpy, float32 [head, query_pos, key_pos]; None where there is none, or it is 0 everywhere."""
        if self.bias is None or not self.bias.any():
            return None
        return np.ascontiguousarray(to_numpy(self.bias[0].float()))


class Kept(NamedTuple):
    """Layers as numpy, with the masks and biases that they name by number, each one once."""

    layers: tuple[LayerCapture, ...]
    masks: tuple[Mask, ...]
    biases: tuple[Float32, ...]


def kept(heard: Iterable[Scores]) -> Kept:
    """The same as numpy. Raises ValueError on a mask that does more than hide places."""
    layers: list[LayerCapture] = []
    masks: list[Mask] = []
    biases: list[Float32] = []
    for scores in heard:
        mask, bias = _number(masks, scores.hiding()), scores.added()
        layers.append(
            LayerCapture(
                to_numpy(scores.query[0]), to_numpy(scores.key[0]), scores.scale, scores.softcap, mask,
                None if bias is None else _number(biases, bias), scores.rotary,
            )
        )  # fmt: skip
    return Kept(tuple(layers), tuple(masks), tuple(biases))


def _number(known: list[Any], array: npt.NDArray[Any]) -> int:
    """The number of an equal array among those known, which it joins where there is none."""
    number = next((i for i, other in enumerate(known) if np.array_equal(other, array)), len(known))
    known[number:] = known[number:] or [array]
    return number


def to_numpy(tensor: torch.Tensor) -> npt.NDArray[Any]:
    """The same numbers in numpy, which has no bfloat16: its bits become uint16."""
    tensor = tensor.detach().cpu()
    return tensor.view(torch.uint16).numpy() if tensor.dtype is torch.bfloat16 else tensor.float().numpy()
