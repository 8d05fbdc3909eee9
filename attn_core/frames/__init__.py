"""Arrays to tables, a module a visual: `coordinates` are what its chart draws, `table` is tidy, to download."""

from attn_core.frames import (
    all_weights,
    evidence,
    head_view,
    heads_off,
    joining_heads,
    layer_correlation,
    layer_heatmap,
    layer_table,
    logit_lens,
    model_view,
    neuron_view,
    next_token_bars,
    next_token_lines,
    sentence_matrix,
    sentence_shares,
    shaded_text,
)

__all__ = [
    "all_weights",
    "evidence",
    "head_view",
    "heads_off",
    "joining_heads",
    "layer_correlation",
    "layer_heatmap",
    "layer_table",
    "logit_lens",
    "model_view",
    "neuron_view",
    "next_token_bars",
    "next_token_lines",
    "sentence_matrix",
    "sentence_shares",
    "shaded_text",
]
