"""AttentionRun: patterns of hand-written queries and keys, and the round trip through a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import numpy as np
import pytest

from attn_core import AttentionRun, capture
from attn_core.errors import RunFileError
from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import LayerCapture, attend
from attn_core.records.tokens import NextToken, Token

LOG2, LOG3 = float(np.log(2)), float(np.log(3))
CAUSAL = np.tril(np.ones((3, 3), dtype=bool))


def layer(scores: list[list[float]], scale: float = 1.0, softcap: float | None = None) -> LayerCapture:
    """One head whose scores are those given: the keys are unit vectors."""
    return LayerCapture(np.array([scores], dtype=np.float32), np.eye(3, dtype=np.float32)[None], scale, softcap, 0)


@pytest.fixture
def run() -> AttentionRun:
    """Three tokens, one layer, one head."""
    captured = layer([[0, 9, 9], [LOG3, 0, 9], [LOG2, LOG2, 0]])
    names = ["<bos>", "Hi", "Hi"]
    return AttentionRun(
        model="hand", kind="decoder", prompt="Hi Hi", pair=None,
        token_info=tuple(Token(i, n, i == 0, 0, (0, 2), 0 if i else -1, "content") for i, n in enumerate(names)),
        next_tokens=(NextToken(7, "there", " there", 0.75),), masked_tokens=(), predicting_pos=2,
        last_query=attend(captured, CAUSAL)[None, :, 2], layers=(captured,), masks=(CAUSAL.copy(),),
    )  # fmt: skip


def test_pattern_by_hand(run: AttentionRun) -> None:
    expected = [[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.4, 0.2]]
    np.testing.assert_allclose(run.pattern(0)[0], expected, atol=1e-6)
    np.testing.assert_allclose(run.last_query[0, 0], [0.4, 0.4, 0.2], atol=1e-6)
    np.testing.assert_allclose(run.attention_from(1)[0, 0], [0.75, 0.25, 0], atol=1e-6)


def test_scale_and_softcap_by_hand() -> None:
    full = np.ones((3, 3), dtype=bool)
    halved = attend(layer([[2 * LOG3, 0, 0]] * 3, scale=0.5), full)
    np.testing.assert_allclose(halved[0, 0], [0.6, 0.2, 0.2], atol=1e-6)
    # 2 tanh(1000 / 2) is 2, and 2 tanh(0) is 0
    capped = attend(layer([[1000, 0, 0]] * 3, softcap=2.0), full)
    e2 = float(np.exp(2))
    np.testing.assert_allclose(capped[0, 0], [e2 / (e2 + 2), 1 / (e2 + 2), 1 / (e2 + 2)], atol=1e-6)


def test_bias_by_hand() -> None:
    full = np.ones((3, 3), dtype=bool)
    bias = np.zeros((1, 3, 3), dtype=np.float32)
    bias[0, 0] = [LOG3, 0, 9]
    masked = full.copy()
    masked[0, 2] = False
    zeros = layer([[0, 0, 0]] * 3)
    np.testing.assert_allclose(
        attend(zeros, masked, bias=bias)[0], [[0.75, 0.25, 0], [1 / 3] * 3, [1 / 3] * 3], atol=1e-6
    )
    np.testing.assert_allclose(attend(zeros, masked, slice(0, 1), bias)[0], [[0.75, 0.25, 0]], atol=1e-6)
    # The bias comes after the softcap: 2 tanh(1000 / 2) is 2, and e^2 * 3 against 1 and 1.
    capped = attend(layer([[1000, 0, 0]] * 3, softcap=2.0), masked, bias=bias)
    e2 = float(np.exp(2))
    np.testing.assert_allclose(capped[0, 0], [3 * e2 / (3 * e2 + 1), 1 / (3 * e2 + 1), 0], atol=1e-6)


def test_huge_scores_do_not_overflow() -> None:
    weights = attend(layer([[1e30, 0, 0], [0, -1e30, 0], [3e38, 3e38, 0]]), np.ones((3, 3), dtype=bool))
    np.testing.assert_allclose(weights[0], [[1, 0, 0], [0.5, 0, 0.5], [0.5, 0.5, 0]], atol=1e-6)


def test_heads_of_a_group_share_their_key() -> None:
    query = np.array([[[1, 0]], [[1, 0]], [[0, 1]], [[0, 1]]], dtype=np.float32) * LOG3
    key = np.array([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], dtype=np.float32)
    weights = attend(LayerCapture(query, key, 1.0, None, 0), np.ones((1, 2), dtype=bool))
    np.testing.assert_allclose(weights[:, 0], [[0.75, 0.25], [0.75, 0.25], [0.25, 0.75], [0.25, 0.75]], atol=1e-6)


def test_bfloat16_bits_are_numbers(run: AttentionRun) -> None:
    bits = np.array([[[0x3F80, 0xC000, 0x3E80]]], dtype=np.uint16)  # 1, -2 and 0.25
    captured = replace(run.layers[0], query=bits, key=bits)
    other = replace(run, layers=(captured,), last_query=np.ones((1, 1, 1), dtype=np.float32))
    assert other.query(0).tolist() == [[[1.0, -2.0, 0.25]]]


def test_names(run: AttentionRun) -> None:
    assert run.tokens == ("<bos>", "Hi", "Hi")
    assert run.input_ids == (0, 1, 2)
    assert (run.n_layers, run.n_heads, run.sink_pos) == (1, 1, 0)
    assert replace(run, token_info=run.token_info[1:]).sink_pos is None


def test_the_one_part_of_a_run_shares_its_arrays(run: AttentionRun) -> None:
    biased = replace(
        run, layers=(replace(run.layers[0], bias=0),), biases=(np.full((1, 3, 3), [LOG2, 0, 0], dtype=np.float32),)
    )
    part = biased.stacks["self"]
    assert list(biased.stacks) == ["self"]
    assert part.query_tokens == part.key_tokens == run.token_info
    assert (part.n_layers, part.n_heads) == (1, 1)
    assert part.layers[0].query is run.layers[0].query
    assert part.masks[0] is run.masks[0]
    np.testing.assert_allclose(part.pattern(0)[0], [[1, 0, 0], [6 / 7, 1 / 7, 0], [4 / 7, 2 / 7, 1 / 7]], atol=1e-6)
    np.testing.assert_array_equal(biased.pattern(0), part.pattern(0))
    np.testing.assert_allclose(biased.attention_from(1)[0, 0], [6 / 7, 1 / 7, 0], atol=1e-6)
    np.testing.assert_array_equal(part.query(0), run.query(0))
    np.testing.assert_array_equal(part.key(0), run.key(0))
    with pytest.raises(ValueError, match="read-only"):
        part.biases[0][...] = 0


def test_nothing_can_be_changed(run: AttentionRun) -> None:
    arrays = [run.last_query, run.pattern(0), run.query(0), run.key(0), run.attention_from(0), *run.masks]
    for array in [*arrays, run.layers[0].query, run.layers[0].key]:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(FrozenInstanceError):
        run.prompt = "other"  # type: ignore[misc]


def same(one: AttentionRun, other: AttentionRun) -> bool:
    plain = [field.name for field in fields(AttentionRun) if field.name not in ("layers", "masks", "last_query")]
    assert [getattr(one, name) for name in plain] == [getattr(other, name) for name in plain]
    np.testing.assert_array_equal(one.last_query, other.last_query)
    for mine, theirs in zip(one.layers, other.layers, strict=True):
        np.testing.assert_array_equal(mine.query, theirs.query)
        np.testing.assert_array_equal(mine.key, theirs.key)
        assert mine.query.dtype == theirs.query.dtype
        assert (mine.scale, mine.softcap, mine.mask) == (theirs.scale, theirs.softcap, theirs.mask)
    for mask, read in zip(one.masks, other.masks, strict=True):
        np.testing.assert_array_equal(mask, read)
    return True


def test_round_trip_by_hand(run: AttentionRun, tmp_path: Path) -> None:
    run.save(tmp_path / "hand.run")
    assert [path.name for path in tmp_path.iterdir()] == ["hand.run"]
    again = AttentionRun.load(tmp_path / "hand.run")
    assert same(run, again)
    with pytest.raises(ValueError, match="read-only"):
        again.last_query[...] = 0


@pytest.mark.parametrize(
    ("name", "prompt", "pair"), [("gemma2", "日本語 \x00 é", None), ("bert", "A [MASK] sat", "It \ud7ff lay")]
)
def test_round_trip(
    name: str, prompt: str, pair: str | None, tiny: Callable[[str], LoadedModel], tmp_path: Path
) -> None:
    run = capture(tiny(name), prompt, pair)
    run.save(str(tmp_path / "a.npz"))
    again = AttentionRun.load(str(tmp_path / "a.npz"))
    assert same(run, again)
    np.testing.assert_array_equal(run.pattern(1), again.pattern(1))


def test_files_that_are_no_runs(run: AttentionRun, tmp_path: Path) -> None:
    good = tmp_path / "good"
    run.save(good)
    content = good.read_bytes()
    damaged = bytearray(content)
    damaged[len(content) // 2] ^= 0xFF
    for number, data in enumerate([b"", b"text", content[:-30], content[:100], bytes(damaged)]):
        path = tmp_path / str(number)
        path.write_bytes(data)
        with pytest.raises(RunFileError, match=r"no recorded run.*Write one with"):
            AttentionRun.load(path)
    with pytest.raises(RunFileError):
        AttentionRun.load(tmp_path / "nowhere")
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(RunFileError):
        AttentionRun.load(tmp_path / "other.npz")
    np.savez(tmp_path / "pickled.npz", header=np.array([{"format": 1}], dtype=object))
    with pytest.raises(RunFileError, match="allow_pickle"):
        AttentionRun.load(tmp_path / "pickled.npz")


def test_a_run_of_another_format_is_refused(run: AttentionRun, tmp_path: Path) -> None:
    run.save(tmp_path / "new")
    with np.load(tmp_path / "new") as arrays:
        named = dict(arrays)
    named["header"] = np.frombuffer(named["header"].tobytes().replace(b'"format": 1', b'"format": 2'), dtype=np.uint8)
    np.savez(tmp_path / "old.npz", **named)
    with pytest.raises(RunFileError, match="format 2, and this version reads 1"):
        AttentionRun.load(tmp_path / "old.npz")
