"""A model with its tokenizer, ready to read a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
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


class Model(ABC):
    """What callers know of a model, whether it computes in this process or on a server.

    Calls that take one are marked with `anywhere`, which finds out where it is.
    """

    entry: ModelEntry
    device: str
    dtype: str
    where: str
    n_ctx: int | None
    n_parameters: int
    files: WeightFiles | None = None  # that its weights were read from; None where there are none here
    line: Line | None = None  # before it in this process; None where it computes on a server, which has its own

    @property
    def kind(self) -> Kind:
        """What it does: "decoder", "encoder" or "encoder-decoder"."""
        return self.entry.kind

    @property
    def n_layers(self) -> int:
        """Number of layers, of both stacks of an encoder–decoder."""
        return sum(depth for stack, depth in self.depths.items() if stack != "cross")

    @property
    def bytes(self) -> int:
        """What its weights and buffers take in the memory of this process."""
        return 0

    @property
    @abstractmethod
    def depths(self) -> dict[str, int]:
        """Number of layers in each stack of its runs: "self", or "encoder", "cross" and "decoder"."""

    @property
    @abstractmethod
    def n_heads(self) -> int:
        """Number of query heads in each layer (of an encoder–decoder: of its encoder)."""

    @property
    @abstractmethod
    def family(self) -> str:
        """The architecture, as transformers calls it: "gemma3_text", "t5"."""

    @property
    @abstractmethod
    def specials(self) -> dict[str, str]:
        """Its own tokens as text, by what transformers calls their use: {"eos_token": "<eos>"}."""


@dataclass(frozen=True, eq=False)
class LoadedModel(Model):
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
    def bytes(self) -> int:
        """What its weights and buffers take in memory."""
        return int(self.model.get_memory_footprint())

    @property
    def depths(self) -> dict[str, int]:
        """Number of layers in each stack, as the checkpoint's configuration names them."""
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

    @property
    def family(self) -> str:
        """The architecture, as transformers calls it."""
        return str(self.model.config.model_type)

    @property
    def specials(self) -> dict[str, str]:
        """Its own tokens as text, by what transformers calls their use."""
        return {use: str(text) for use, text in self.tokenizer.special_tokens_map.items()}

    @contextmanager
    def forward_lock(self, timeout_s: float | None = None) -> Iterator[None]:
        """Hold the model for one forward.

        Raises BusyError where it is not free in time (by default WAIT_S seconds), GivenUpError as `wanted.until` says,
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
