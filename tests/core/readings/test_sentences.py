"""What is said of sentences and of layers, from numbers written by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attn_core import frames, readings
from attn_core.records.run import AttentionRun
from tests.support.hand_made import BLANK, HUNGRY, TWO_SENTENCES, even, run_of

ONE_TOKEN = run_of(["hi"], even(1))


def looking(*rows: list[float], labels: str = "a.b", heads: int = 1) -> AttentionRun:
    """Layers of which the last row alone is given; the others look at themselves."""
    n = len(rows[0])
    patterns = np.tile(np.eye(n, dtype=np.float32), (len(rows) // heads, heads, 1, 1))
    patterns[:, :, -1] = np.reshape(rows, (-1, heads, n))
    return run_of(list(labels), patterns)


def test_the_own_sentence_is_counted_where_it_gets_more() -> None:
    said = readings.sentence_shares(looking([0.1, 0.1, 0.8], [0.25, 0.25, 0.5], [0.5, 0.1, 0.4]))
    assert "number 2, gets more than any other in 1 of 3 layers" in said  # an even share is not more
    assert said.endswith("in layer 2 sentence 1 gets 60 % of the attention.")


def test_the_most_of_the_largest_weights_is_a_share_of_them() -> None:
    # .6 .1 .4 over both heads: sentence 1 has .7 of 1.1
    run = looking([0.6, 0.1, 0.3], [0.5, 0.1, 0.4], heads=2)
    assert readings.sentence_shares(run, "max").endswith("in layer 0 sentence 1 gets 64 % of the largest weights.")


def test_a_special_token_that_predicts_has_no_sentence_of_its_own() -> None:
    run = run_of(["[CLS]", "a", ".", "b"], [[[[0.1, 0.2, 0.3, 0.4]] * 4]], kind="encoder", predicting_pos=0)
    assert readings.sentence_shares(run) == (
        "The most that a sentence gets: in layer 0 sentence 1 gets 50 % of the attention."
    )


def test_one_sentence_that_gets_the_same_everywhere() -> None:
    assert readings.sentence_shares(BLANK) == (
        "There is one sentence, and it gets 65 % of the attention; the rest is on [CLS] and [SEP]."
    )
    assert readings.sentence_matrix(BLANK, 0) == ("In layer 0: the one sentence puts 65 % of its attention on itself.")


def test_the_own_sentence_is_no_other_of_the_matrix() -> None:
    said = readings.sentence_matrix(TWO_SENTENCES, 0, 0)  # sentence 1 puts .65 on itself
    assert said.startswith("In head L0H0: sentence 2 puts 50 % of its attention on sentence 1,")


def test_layers_are_named_with_their_own_numbers() -> None:
    table = pd.DataFrame({"layer": [0, 1], "previous three": [0.3, 0.2], "content words": [0.4, 0.6]})
    assert readings.layer_table(HUNGRY, table) == (
        "Layer 0 is the most local: 30 % of its attention not on <bos> is on the previous three tokens."
        " Layer 1 is the most content-bound: 60 % of it is on content words."
    )
    table["content words"] = 0.0
    assert readings.layer_table(HUNGRY, table).endswith("No layer looks at a content word.")


def test_sentences() -> None:
    assert readings.sentence_shares(TWO_SENTENCES) == (
        "The looking token’s own sentence, number 2, gets more than any other in 0 of 1 layers; the most that another"
        " gets: in layer 0 sentence 1 gets 50 % of the attention."
    )
    assert readings.sentence_matrix(TWO_SENTENCES, 0) == (
        "In layer 0: sentence 2 puts 50 % of its attention on sentence 1, the most that a sentence puts on another."
    )
    assert readings.sentence_shares(HUNGRY) == (
        "There is one sentence, and it gets from 40 % (layer 1) to 70 % (layer 0) of the attention; the rest is on"
        " <bos>."
    )
    assert "of the largest weights" in readings.sentence_shares(HUNGRY, head="max")
    assert "the one sentence puts" in readings.sentence_matrix(HUNGRY, 0)
    assert "has a head that puts" in readings.sentence_matrix(TWO_SENTENCES, 0, head="max")


def test_layers() -> None:
    assert readings.layer_table(HUNGRY, frames.layer_table.table(HUNGRY)) == (
        "Layer 0 is the most local: 57 % of its attention not on <bos> is on the previous three tokens."
        " Layer 0 is the most content-bound: 57 % of it is on content words."
    )
    said = readings.layer_table(ONE_TOKEN, frames.layer_table.table(ONE_TOKEN))
    assert said.startswith("No layer looks at an earlier token.")
