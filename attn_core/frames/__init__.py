"""Arrays to tables: the coordinates that the charts draw, and tidy tables to download."""

from attn_core.frames.evidence import evidence_table, layer_correlations, layer_correlations_table
from attn_core.frames.heads_off import heads_table, joining_heads, most_looked_at
from attn_core.frames.layer_table import layer_table, most_content_bound, most_local
from attn_core.frames.logit_lens import lens_table
from attn_core.frames.tables import (
    all_weights_table,
    next_token_bars_table,
    next_token_table,
    sentence_matrix_table,
    sentence_shares_table,
)
from attn_core.summaries.weights import largest_weight

__all__ = [
    "all_weights_table",
    "evidence_table",
    "heads_table",
    "joining_heads",
    "largest_weight",
    "layer_correlations",
    "layer_correlations_table",
    "layer_table",
    "lens_table",
    "most_content_bound",
    "most_local",
    "most_looked_at",
    "next_token_bars_table",
    "next_token_table",
    "sentence_matrix_table",
    "sentence_shares_table",
]
