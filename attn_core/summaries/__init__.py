"""What a pattern says in one number: numpy in, numpy out."""

from attn_core.summaries.patterns import (
    bos_share,
    entropy,
    head_average,
    mean_distance,
    mean_distances,
    rescale_without,
    rollout,
    sentence_mass,
    sentence_matrix,
    share_across_boundary,
    share_on,
    share_on_previous,
)

__all__ = [
    "bos_share",
    "entropy",
    "head_average",
    "mean_distance",
    "mean_distances",
    "rescale_without",
    "rollout",
    "sentence_mass",
    "sentence_matrix",
    "share_across_boundary",
    "share_on",
    "share_on_previous",
]
