"""One row a layer: where the prediction looks, in numbers."""

from __future__ import annotations

import pandas as pd

from attn_core.frames.sentences import sentences_of
from attn_core.records.look import Head, Look
from attn_core.records.run import AttentionRun
from attn_core.summaries.patterns import mean_distance, share_across_boundary, share_on, share_on_previous
from attn_core.summaries.weights import last_row, specials

PREVIOUS = 3  # tokens


def table(run: AttentionRun, head: Head = "mean") -> pd.DataFrame:
    """One row a layer, for the position that predicts; shares are 0 to 1.

    `on <bos>` is the share of all its attention that special tokens take. The other columns leave those out and
    rescale the rest to 1: `mean distance` in tokens, the share on the `previous three` tokens (not on itself), on
    `content words`, and `across sentences`, on other sentences than its own (0 where there is one).
    With head="max" every number is that of the head in which it is largest.
    """
    heads = range(run.n_heads) if head == "max" else [head]
    return pd.concat([_one_head(run, h) for h in heads]).groupby("layer", as_index=False).max()


def most_local(numbers: pd.DataFrame) -> int:
    """The layer with the largest share on the previous three tokens, the first of equals."""
    return int(numbers["layer"][numbers["previous three"].argmax()])


def most_content_bound(numbers: pd.DataFrame) -> int:
    """The layer with the largest share on content words, the first of equals."""
    return int(numbers["layer"][numbers["content words"].argmax()])


def _one_head(run: AttentionRun, head: Head) -> pd.DataFrame:
    words, everything = last_row(run, Look(head, "hidden")), last_row(run, Look(head))
    query, sentences = run.predicting_pos, sentences_of(run)
    content = [token.word_class == "content" for token in run.token_info]
    return pd.DataFrame(
        {
            "layer": range(run.n_layers),
            "mean distance": mean_distance(words, query),
            "previous three": share_on_previous(words, query, PREVIOUS),
            "content words": share_on(words, content),
            "across sentences": share_across_boundary(words, sentences, query),
            "on <bos>": share_on(everything, specials(run)),
        }
    )
