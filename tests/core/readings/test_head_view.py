"""What one layer's heads do, in words, from patterns written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from attn_core import readings
from tests.support.hand_made import HUNGRY, attention_of, retokened, run_of, tokens_of


def test_special_tokens_that_look_do_not_count() -> None:
    rows = np.array([[0.9, 0.1], [0.2, 0.8]], dtype=np.float32)
    run = run_of(["<s>", "a"], np.stack([rows, rows[::-1]])[None], kind="encoder")
    assert readings.head_view(run.attention, 0).endswith("<s> takes 55 % (most in L0H1: 90 %) of the attention.")


def test_one_special_token_takes_and_two_take() -> None:
    assert "<bos> takes 70 % of the attention." in readings.head_view(HUNGRY.attention, 1)
    rows = [[[[0.2, 0.5, 0.3]] * 3]]
    assert "<s> and <e> take 50 % of the attention." in readings.head_view(
        run_of(["<s>", "a", "<e>"], rows, kind="encoder").attention, 0
    )


def test_a_text_puts_its_attention_on_the_other_with_its_special_tokens() -> None:
    run = run_of(["a", "b", "[SEP]"], [[[[0.2, 0.5, 0.3]] * 3]], kind="encoder")
    tokens = [replace(token, segment=int(i > 0)) for i, token in enumerate(run.token_info)]
    said = readings.head_view(retokened(run.attention, tokens), 0, halves="A→B")
    assert "Text A puts 80 % of its attention on text B." in said


def test_a_token_of_the_same_position_in_another_text_is_another_token() -> None:
    crossed = attention_of(tokens_of("xy"), tokens_of("ab"), [[[[0.7, 0.3], [0.4, 0.6]]]])
    assert "‘x’ looks at ‘a’ with 70 %" in readings.head_view(crossed, 0)


def test_a_position_of_a_half_is_not_its_place_in_the_half() -> None:
    """From B to A the first that looks is position 1: its link to position 0 is no link to itself."""
    run = run_of(["a", "b", "c"], [[[[0.9, 0.1, 0], [0.7, 0.2, 0.1], [0.2, 0.4, 0.4]]]], kind="encoder")
    tokens = [replace(token, segment=int(i > 0)) for i, token in enumerate(run.token_info)]
    assert "‘b’ looks at ‘a’ with 70 %" in readings.head_view(retokened(run.attention, tokens), 0, halves="B→A")


def test_the_head_of_the_strongest_link_is_not_its_row() -> None:
    two_heads = attention_of(tokens_of("xy"), tokens_of("ab"), [[[[0.6, 0.4], [0.5, 0.5]], [[0.1, 0.9], [0.3, 0.7]]]])
    assert "is in head L0H1: ‘x’ looks at ‘b’ with 90 %" in readings.head_view(two_heads, 0)
