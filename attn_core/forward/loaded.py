"""A model with its tokenizer, ready to read a text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from attn_core.errors import BusyError
from attn_core.forward.line import Line
from attn_core.forward.weight_files import WeightFiles
from attn_core.records.model_entry import ModelEntry
from attn_core.records.tokens import Kind

WAIT_S = 30.0  # for another visitor's forward


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A model with its tokenizer, ready for `capture`."""

    entry: ModelEntry
    model: Any  # a transformers PreTrainedModel
    tokenizer: Any  # a fast transformers tokenizer
    device: str  # "cpu", "cuda" or "mps"
    dtype: str  # "bfloat16" or "float32"
    where: str  # in words: "Gemma 3 1B, bf16, on NVIDIA H100"
    n_ctx: int | None  # the most tokens that the model reads at once; None where it sets no limit
    n_parameters: int
    files: WeightFiles | None = None  # None where it was made in memory
    line: Line = field(default_factory=Line)

    @property
    def kind(self) -> Kind:
        """What it does: "decoder", "encoder" or "encoder-decoder"."""
        return self.entry.kind

    @property
    def bytes(self) -> int:
        """What its weights and buffers take in memory."""
        return int(self.model.get_memory_footprint())

    @property
    def n_layers(self) -> int:
        """Number of layers, of both stacks of an encoder–decoder."""
        return sum(depth for stack, depth in self.depths.items() if stack != "cross")

    @property
    def depths(self) -> dict[str, int]:
        """Number of layers in each stack of its runs: "self", or "encoder", "cross" and "decoder"."""
        config = self.model.config
        depth = int(config.num_hidden_layers)
        if self.kind != "encoder-decoder":
            return {"self": depth}
        names = ("num_decoder_layers", "decoder_layers")  # T5's, and that of most others
        decoder = next((int(getattr(config, name)) for name in names if hasattr(config, name)), depth)
        return {"encoder": depth, "cross": decoder, "decoder": decoder}

    @property
    def n_heads(self) -> int:
        """Number of query heads in each layer (of an encoder–decoder: of its encoder)."""
        return int(self.model.config.num_attention_heads)

    @contextmanager
    def forward_lock(self, timeout_s: float | None = None) -> Iterator[None]:
        """Hold the model for one forward.

        Raises BusyError where it is not free in time (by default WAIT_S seconds), GivenUpError as `line.until` says,
        BrokenModelError where somebody has written to the weights.
        """
        timeout_s = WAIT_S if timeout_s is None else timeout_s
        if not self.line.acquire(timeout_s):
            raise BusyError(
                f"{self.entry.title} is busy",
                f"Another visitor's prompt took longer than {timeout_s:g} seconds. Try again in a moment.",
            )
        try:
            if self.files:
                self.files.require_unchanged(self.entry.title)
            yield
        finally:
            self.line.release()
