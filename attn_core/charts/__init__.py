"""Attention as pictures: each function takes a run, or a table from it, and returns an Altair chart."""

from attn_core.charts.all_weights import all_weights
from attn_core.charts.evidence import evidence
from attn_core.charts.heads_off import heads_off
from attn_core.charts.layer_correlation import layer_correlation
from attn_core.charts.layer_heatmap import layer_heatmap
from attn_core.charts.logit_lens import logit_lens
from attn_core.charts.next_token_bars import next_token_bars
from attn_core.charts.next_token_lines import next_token_lines
from attn_core.charts.sentence_matrix import sentence_matrix
from attn_core.charts.sentence_shares import sentence_shares
from attn_core.charts.shaded_text import shaded_text
from attn_core.charts.svg import svg, svg_of_words

__all__ = [
    "all_weights",
    "evidence",
    "heads_off",
    "layer_correlation",
    "layer_heatmap",
    "logit_lens",
    "next_token_bars",
    "next_token_lines",
    "sentence_matrix",
    "sentence_shares",
    "shaded_text",
    "svg",
    "svg_of_words",
]
