"""One function a visual: what is drawn, what it says in words, and the numbers behind it, from one call."""

from attn_core.pictures.attention import (
    all_weights,
    layer_heatmap,
    next_token_bars,
    next_token_lines,
    sentence_matrix,
    sentence_shares,
    shaded_text,
)
from attn_core.pictures.evidence import evidence, heads_off, layer_correlation, logit_lens
from attn_core.pictures.heads import head_view, model_view, neuron_view
from attn_core.pictures.picture import Picture, Table

__all__ = [
    "Picture",
    "Table",
    "all_weights",
    "evidence",
    "head_view",
    "heads_off",
    "layer_correlation",
    "layer_heatmap",
    "logit_lens",
    "model_view",
    "neuron_view",
    "next_token_bars",
    "next_token_lines",
    "sentence_matrix",
    "sentence_shares",
    "shaded_text",
]
