"""One true sentence a picture, computed from its numbers. Plain text: tokens in it are a visitor's, not Markdown.

A reading has the name and the options of its chart or diagram, and serves as its alt text.
"""

from attn_core.readings.charts import (
    all_weights,
    layer_heatmap,
    layer_table,
    next_token_bars,
    next_token_lines,
    sentence_matrix,
    sentence_shares,
    shaded_text,
)
from attn_core.readings.evidence import evidence, heads_off, joining_heads, layer_correlation, logit_lens
from attn_core.readings.familiarity import familiarity, familiarity_figures, unknown_words
from attn_core.readings.head_labels import badge_legend, labelled_heads
from attn_core.readings.head_view import head_view
from attn_core.readings.model_view import model_view
from attn_core.readings.neuron_view import neuron_view

__all__ = [
    "all_weights",
    "badge_legend",
    "evidence",
    "familiarity",
    "familiarity_figures",
    "head_view",
    "heads_off",
    "joining_heads",
    "labelled_heads",
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
    "unknown_words",
]
