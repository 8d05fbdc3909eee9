"""AttentionRun: what it says of its one attention, and the round trip through a file."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import numpy as np
import pytest

from attn_core import AttentionRun, capture
from attn_core.errors import RunFileError
from tests.support.comparing import same_attention
from tests.support.hand_made import BLANK, HUNGRY, candidates, run_of
from tests.support.tiny_models import Tiny

ONE_LAYER = run_of(["<bos>", "Hi", "Hi"], [[[[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.4, 0.2]]]])


def same(one: AttentionRun, other: AttentionRun) -> bool:
    plain = [field.name for field in fields(AttentionRun) if field.name not in ("attention", "last_query")]
    assert [getattr(one, name) for name in plain] == [getattr(other, name) for name in plain]
    np.testing.assert_array_equal(one.last_query, other.last_query)
    assert one.last_query.dtype == other.last_query.dtype
    return same_attention(one.attention, other.attention)


def test_names() -> None:
    assert HUNGRY.tokens == ("<bos>", "hungry", "so")
    assert HUNGRY.input_ids == (0, 1, 2)
    assert (ONE_LAYER.n_layers, ONE_LAYER.n_heads) == (1, 1)
    assert HUNGRY.token_info is HUNGRY.attention.key_tokens
    deeper = run_of(["a"], np.ones((3, 2, 1, 1), dtype=np.float32))
    assert (deeper.n_layers, deeper.n_heads) == (3, 2)


def test_a_run_is_seen_through_its_one_attention() -> None:
    assert HUNGRY.stacks == {"self": HUNGRY.attention}
    for layer in range(2):
        np.testing.assert_array_equal(HUNGRY.pattern(layer), HUNGRY.attention.pattern(layer))
        np.testing.assert_array_equal(HUNGRY.query(layer), HUNGRY.attention.query(layer))
        np.testing.assert_array_equal(HUNGRY.key(layer), HUNGRY.attention.key(layer))
    assert not np.array_equal(HUNGRY.key(0), HUNGRY.key(1))


def test_attention_from_a_position() -> None:
    assert HUNGRY.attention_from(2) is HUNGRY.last_query
    found = HUNGRY.attention_from(1)  # [layer, head, key_pos]
    expected = np.array([[[0.5, 0.5, 0], [0.75, 0.25, 0]], [[0.9, 0.1, 0], [0.7, 0.3, 0]]])
    np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_allclose(BLANK.attention_from(0)[0, 0], [0.3, 0.1, 0.2, 0.35, 0.05], atol=1e-6)


def test_nothing_can_be_changed() -> None:
    for array in (HUNGRY.last_query, HUNGRY.attention_from(0), HUNGRY.pattern(0)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(FrozenInstanceError):
        HUNGRY.prompt = "other"  # type: ignore[misc]


@pytest.mark.parametrize("run", [HUNGRY, BLANK], ids=["decoder", "encoder"])
def test_round_trip_by_hand(run: AttentionRun, tmp_path: Path) -> None:
    run.save(tmp_path / "hand.run")
    assert [path.name for path in tmp_path.iterdir()] == ["hand.run"]
    again = AttentionRun.load(tmp_path / "hand.run")
    assert same(run, again)
    with pytest.raises(ValueError, match="read-only"):
        again.last_query[...] = 0


def test_a_bias_and_a_rotation_are_kept(tmp_path: Path) -> None:
    layer = replace(HUNGRY.attention.layers[1], bias=1, rotary=True, softcap=2.5, scale=0.25)
    biases = tuple(np.full((2, 3, 3), number, dtype=np.float32) for number in (3, 4))
    attention = replace(HUNGRY.attention, layers=(HUNGRY.attention.layers[0], layer), biases=biases)
    replace(HUNGRY, attention=attention).save(tmp_path / "biased")
    assert same(replace(HUNGRY, attention=attention), AttentionRun.load(tmp_path / "biased"))


@pytest.mark.parametrize(
    ("name", "prompt", "pair"), [("gemma2", "日本語 \x00 é", None), ("bert", "A [MASK] sat", "It \ud7ff lay")]
)
def test_round_trip(name: str, prompt: str, pair: str | None, tiny: Tiny, tmp_path: Path) -> None:
    run = capture(tiny(name), prompt, pair)
    run.save(str(tmp_path / "a.npz"))
    again = AttentionRun.load(str(tmp_path / "a.npz"))
    assert same(run, again)
    assert run.pair == pair
    np.testing.assert_array_equal(run.pattern(1), again.pattern(1))


def test_candidates_keep_their_order(tmp_path: Path) -> None:
    replace(HUNGRY, next_tokens=candidates("c", "a", "b")).save(tmp_path / "a")
    assert [token.label for token in AttentionRun.load(tmp_path / "a").next_tokens] == ["c", "a", "b"]


def test_files_that_are_no_runs(tmp_path: Path) -> None:
    good = tmp_path / "good"
    HUNGRY.save(good)
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


def test_a_run_of_another_format_is_refused(tmp_path: Path) -> None:
    HUNGRY.save(tmp_path / "new")
    rewrite(tmp_path / "new", tmp_path / "old.npz", b'"format": 1', b'"format": 2')
    with pytest.raises(RunFileError, match="format 2, and this version reads 1"):
        AttentionRun.load(tmp_path / "old.npz")


def test_a_file_from_before_there_were_biases_is_read(tmp_path: Path) -> None:
    HUNGRY.save(tmp_path / "new")
    rewrite(tmp_path / "new", tmp_path / "old.npz", b'"biases": 0, ', b"")
    assert same(HUNGRY, AttentionRun.load(tmp_path / "old.npz"))


def rewrite(old: Path, new: Path, words: bytes, others: bytes) -> None:
    """The same file with other words in its header."""
    with np.load(old) as arrays:
        named = dict(arrays)
    header = named["header"].tobytes()
    assert header.count(words) == 1
    named["header"] = np.frombuffer(header.replace(words, others), dtype=np.uint8)
    np.savez(new, **named)


def test_the_position_that_predicts_need_not_be_the_last() -> None:
    rows = [[0.5, 0.2, 0.3], [0.1, 0.2, 0.7], [0.6, 0.3, 0.1]]
    run = run_of(["[CLS]", "[MASK]", "b"], [[rows]], kind="encoder", predicting_pos=1)
    np.testing.assert_allclose(run.attention_from(1)[0, 0], [0.1, 0.2, 0.7])
    np.testing.assert_allclose(run.attention_from(2)[0, 0], [0.6, 0.3, 0.1], atol=1e-6)
