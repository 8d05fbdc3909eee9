"""Whether a config tells the truth about its weights, as far as shapes can say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attn_core.errors import BrokenModelError

_WIDTHS = ("hidden_size", "num_attention_heads", "vocab_size", "max_position_embeddings")
_DEPTHS = ("num_hidden_layers", "num_decoder_layers", "decoder_layers", "encoder_layers")
_LAYER = re.compile(r"(.*?\.)(\d+)\.")


def require_sizes(folder: Path, config: Any, *, weights: int, tensors: int) -> None:
    """Refuse sizes that so many weights in so many tensors can't have, before anything of these sizes is built.

    Raises BrokenModelError. What is only a little wrong is found when the weights are read.
    """
    for name in _WIDTHS + _DEPTHS:
        value = getattr(config, name, None)
        # A table of positions may be computed, and then has any length.
        most = tensors if name in _DEPTHS else None if name == "max_position_embeddings" else weights
        if isinstance(value, int) and (value < 1 or (most is not None and value > most)):
            raise _lie(folder, f"says {name} is {value:,}, and there are {weights:,} weights in {tensors:,} tensors")


def require_all_layers(folder: Path, model: Any, unexpected: Iterable[str]) -> None:
    """Refuse weights of layers that the config leaves out: a model cut short would be shown as if it were whole.

    unexpected: the tensors of the files that the model has no place for; others than layers are no harm. Raises
    BrokenModelError.
    """
    depths: dict[str, int] = {}
    for name in model.state_dict():
        if layer := _LAYER.match(name):
            depths[layer[1]] = max(depths.get(layer[1], 0), int(layer[2]) + 1)
    for name in sorted(unexpected):
        layer = _LAYER.match(name)
        for stack, depth in depths.items() if layer else ():
            if layer and stack.endswith(layer[1]) and int(layer[2]) >= depth:
                raise _lie(folder, f"says that layer {depth - 1} is the last, and the weights have {name} too")


def lies_about_shapes(folder: Path, error: Exception) -> BrokenModelError | None:
    """The error in words where transformers found that shapes differ, and otherwise None."""
    if "ignore_mismatched_sizes" not in str(error):
        return None
    return _lie(folder, "describes weights of other shapes than the files have")


def _lie(folder: Path, what: str) -> BrokenModelError:
    return BrokenModelError(
        f"The config of {folder.name} does not fit its weights",
        f"{folder / 'config.json'} {what}. Copy both from the same source again.",
    )
