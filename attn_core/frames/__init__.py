"""Arrays to tables: the coordinates that the charts draw, and tidy tables to download."""

from attn_core.frames.layers import layer_table, most_content_bound, most_local
from attn_core.frames.tables import (
    all_weights_table,
    next_token_bars_table,
    next_token_table,
    sentence_matrix_table,
    sentence_shares_table,
)
from attn_core.frames.weights import largest_weight

__all__ = [
    "all_weights_table",
    "largest_weight",
    "layer_table",
    "most_content_bound",
    "most_local",
    "next_token_bars_table",
    "next_token_table",
    "sentence_matrix_table",
    "sentence_shares_table",
]
