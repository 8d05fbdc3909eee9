"""What the views of heads are made from."""

from __future__ import annotations

from typing import Protocol

from attn_core.records.run import Float32, LayerCapture, Mask, Token


class Looking(Protocol):
    """Tokens that look at tokens: an AttentionRun, or a part of an encoder–decoder's, whose queries and keys differ."""

    @property
    def n_layers(self) -> int:
        """Number of layers."""

    @property
    def n_heads(self) -> int:
        """Number of heads in each layer."""

    @property
    def query_tokens(self) -> tuple[Token, ...]:
        """The tokens that look: the rows of a pattern."""

    @property
    def key_tokens(self) -> tuple[Token, ...]:
        """The tokens that are looked at: the columns of a pattern."""

    @property
    def layers(self) -> tuple[LayerCapture, ...]:
        """What each layer's attention was computed from."""

    @property
    def masks(self) -> tuple[Mask, ...]:
        """The masks that layers name by number, bool [query_pos, key_pos]."""

    def query(self, layer: int) -> Float32:
        """Queries of a layer, float32 [head, query_pos, d_head]."""

    def key(self, layer: int) -> Float32:
        """Keys of a layer, float32 [head, key_pos, d_head], repeated to one a query head."""

    def bias(self, layer: int) -> Float32 | None:
        """What a layer adds to its scores, float32 [head, query_pos, key_pos]; None where it adds nothing."""

    def pattern(self, layer: int) -> Float32:
        """Attention of a layer, float32 [head, query_pos, key_pos]; every row sums to 1."""
