"""What a pattern says in one number: numpy in, numpy out."""

from attn_core.summaries.patterns import *  # noqa: F403
