"""The head view's payload, reading and table, from patterns written by hand; and its colours."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from attn_core import frames
from attn_core.charts.theme import DARK, LIGHT, Theme
from attn_core.diagrams import Diagram, head_view
from attn_core.diagrams.head_view import Choice
from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun
from tests.support.hand_made import BLANK, HUNGRY, attention_of, even, retokened, run_of, tokens_of


def unpacked(drawn: Diagram) -> Float32:
    """The weights as the browser reads them."""
    packed = drawn.data["weights"]
    bits = np.frombuffer(zlib.decompress(base64.b64decode(packed["deflated"])), "<u2")
    weights: Float32 = (bits / packed["steps"]).reshape(packed["shape"]).astype(np.float32)
    return weights


def pair() -> AttentionRun:
    """[CLS] a [SEP] b [SEP], of which b alone is text B; every position looks at b with 0.4."""
    pattern = np.tile(np.array([[0.1, 0.2, 0.2, 0.4, 0.1]], dtype=np.float32), (1, 2, 5, 1))
    run = run_of(["[CLS]", "a", "[SEP]", "b", "[SEP]"], pattern, kind="encoder")
    tokens = [replace(token, segment=int(i > 2)) for i, token in enumerate(run.token_info)]
    return replace(run, attention=retokened(run.attention, tokens), pair="b")


def test_the_weights_of_one_layer_travel_whole() -> None:
    drawn = head_view(HUNGRY.attention, 1)
    assert np.allclose(unpacked(drawn), HUNGRY.pattern(1), atol=1e-4)
    assert drawn.data["query"]["labels"] == ["<bos>", "hungry", "so"]
    assert drawn.data["query"]["special"] == [1, 0, 0]
    assert drawn.data["start"] == {"heads": (0, 1), "threshold": 0.0, "mean": False, "asked": 0}


def test_a_start_is_handed_on() -> None:
    drawn = head_view(HUNGRY.attention, 0, start=Choice((1,), 2.0, True, 3))
    assert drawn.data["start"] == {"heads": (1,), "threshold": 2.0, "mean": True, "asked": 3}


def test_hidden_marks_are_not_sent() -> None:
    drawn = head_view(HUNGRY.attention, 0, special="hidden")
    assert drawn.data["key"]["labels"] == ["hungry", "so"]
    assert drawn.data["key"]["position"] == [1, 2]
    assert np.allclose(unpacked(drawn)[0], [[0.5, 0], [0.6, 0.2]], atol=1e-4)
    assert "<bos> (hidden here) takes" in drawn.reading


@pytest.mark.parametrize(
    ("halves", "queries", "keys"),
    [
        ("all", [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
        ("A→A", [0, 1, 2], [0, 1, 2]),
        ("A→B", [0, 1, 2], [3, 4]),
        ("B→A", [3, 4], [0, 1, 2]),
        ("B→B", [3, 4], [3, 4]),
    ],
)
def test_halves_choose_who_looks_and_who_is_looked_at(halves: Any, queries: list[int], keys: list[int]) -> None:
    drawn = head_view(pair().attention, 0, halves=halves)
    assert (drawn.data["query"]["position"], drawn.data["key"]["position"]) == (queries, keys)
    assert drawn.data["weights"]["shape"] == [2, len(queries), len(keys)]


def test_repeated_tokens_are_told_apart() -> None:
    run = run_of(["a", "b", "a"], even(3))
    assert head_view(run.attention, 0).data["key"]["twice"] == [1, 0, 1]
    assert (
        "‘a’ at position 2"
        in head_view(run_of(["a", "b", "a"], [[[[1, 0, 0], [0, 1, 0], [0, 1, 0]]]]).attention, 0).reading
    )


def test_the_reading_has_the_strongest_link_and_what_bos_takes() -> None:
    # Words alone look: ‘hungry’ and ‘so’ put .5 and .2 on <bos> in head 0, .75 and .4 in head 1.
    assert head_view(HUNGRY.attention, 0).reading == (
        "The strongest link between two words of layer 0 is in head L0H0: ‘so’ looks at ‘hungry’ with 60 % of its"
        " attention. <bos> takes 46 % (most in L0H1: 57 %) of the attention."
    )


def test_the_reading_says_what_one_text_puts_on_the_other() -> None:
    reading = head_view(pair().attention, 0, halves="A→B").reading
    assert "Text A puts 50 % of its attention on text B." in reading
    assert "[CLS] and [SEP] take 40 % of the attention." in reading
    assert "Text B puts 50 % of its attention on itself." in head_view(pair().attention, 0, halves="B→B").reading


def test_nothing_to_draw_is_said() -> None:
    run = run_of(["[CLS]", "[SEP]"], even(2, causal=False), kind="encoder")
    drawn = head_view(run.attention, 0, special="hidden")
    assert drawn.data["weights"]["shape"] == [1, 0, 0]
    assert drawn.reading == "In layer 0 no word looks at another word here."
    assert frames.head_view.table(run.attention, 0, special="hidden").empty


def test_the_table_has_a_row_a_pair_and_a_column_a_head() -> None:
    table = frames.head_view.table(HUNGRY.attention, 0)
    assert len(table) == 6  # what comes later is masked
    row = table[(table["query_pos"] == 2) & (table["key_pos"] == 1)].iloc[0]
    assert (row["query"], row["key"], row["layer"]) == ("so", "hungry", 0)
    assert (row["head 0"], row["head 1"]) == pytest.approx((0.6, 0.2))
    assert list(frames.head_view.table(pair().attention, 0, halves="A→B", special="hidden")["key"]) == ["b"]
    assert len(frames.head_view.table(BLANK.attention, 0)) == 25


CROSS = attention_of(tokens_of("xy"), tokens_of("abc"), [[[[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]]]])
"""Two tokens that look at three others."""


def test_queries_and_keys_may_differ() -> None:
    drawn = head_view(CROSS, 0)
    assert drawn.data["weights"]["shape"] == [1, 2, 3]
    assert "‘x’ looks at ‘a’ with 70 %" in drawn.reading  # the same position, yet another token
    assert list(frames.head_view.table(CROSS, 0)["key"]) == list("abcabc")


def test_a_long_picture_of_twelve_heads_is_small() -> None:
    rng = np.random.default_rng(0)
    weights = np.exp(rng.normal(size=(1, 12, 50, 50)) * 2)
    pattern = (weights / weights.sum(axis=-1, keepdims=True)).astype(np.float32)
    drawn = head_view(run_of([f"t{i}" for i in range(50)], pattern, kind="encoder").attention, 0)
    assert len(drawn.data["weights"]["deflated"]) < 55_000


# Machado, Oliveira and Fernandes 2009, severity 1.
SIGHT: dict[str, list[list[float]]] = {
    "normal": np.eye(3).tolist(),
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_sixteen_heads_have_colours_that_stay_apart(theme: Theme, sight: str) -> None:
    colours = oklab(np.clip(linear(theme.heads) @ np.transpose(SIGHT[sight]), 0, 1))
    apart = np.linalg.norm(colours[:, None] - colours[None], axis=-1) + np.eye(16)
    assert apart.min() > 0.085  # four times what the eye just tells apart
    assert apart[:4, :4].min() > 0.15


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_heads_stand_out_from_the_page(theme: Theme) -> None:
    light = linear((*theme.heads, theme.background)) @ [0.2126, 0.7152, 0.0722] + 0.05
    contrast = np.maximum(light[:-1], light[-1]) / np.minimum(light[:-1], light[-1])
    assert contrast.min() > 1.6


def linear(colours: tuple[str, ...]) -> Float32:
    """Linear RGB [colour, 3] of hexadecimal sRGB."""
    values = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colours])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def oklab(rgb: Float32) -> Float32:
    """Björn Ottosson's OKLab of linear RGB: even steps look even; 0.02 can just be told apart."""
    cones = [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]
    lab = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    seen: Float32 = np.cbrt(rgb @ np.transpose(cones)) @ np.transpose(lab)
    return seen
