"""Files of strangers: what unpacks to too much, or lies about its size, is refused before it is unpacked."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attn_core import AttentionRun
from attn_core.errors import RunFileError
from attn_core.records import sizes
from tests.support.fuzz import tries
from tests.support.hand_made import HUNGRY


@pytest.fixture
def good(tmp_path: Path) -> dict[str, bytes]:
    """The entries of a true run's file."""
    HUNGRY.save(tmp_path / "good")
    with zipfile.ZipFile(tmp_path / "good") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(entries: dict[str, bytes], path: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def npy(shape: tuple[int, ...], data: bytes = b"", descr: str = "<f4") -> bytes:
    """An array's file that announces a shape, whatever is in it."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return file.getvalue() + data


def header(text: bytes) -> bytes:
    return npy((len(text),), text, "|u1")


def test_what_is_written_by_hand_as_the_true_one_is_read(good: dict[str, bytes], tmp_path: Path) -> None:
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA):
        assert AttentionRun.load(written(good, tmp_path / "a", compression)).prompt == HUNGRY.prompt


def test_a_bomb_is_refused_before_it_is_unpacked(good: dict[str, bytes], tmp_path: Path) -> None:
    path = written(good | {"bomb.npy": npy((1 << 30,))}, tmp_path / "bomb")
    raw = bytearray(path.read_bytes())
    # Offset 24 of an entry of the directory, which is 46 before the name, has the unpacked size.
    struct.pack_into("<L", raw, raw.rindex(b"bomb.npy") - 46 + 24, 0xFFFFFFF0)
    path.write_bytes(raw)
    with pytest.raises(RunFileError, match=r"it unpacks to 4,294,\d{3},\d{3} bytes, and the limit is 4,294,967,296"):
        AttentionRun.load(path)


def test_a_small_limit_is_kept(good: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(good, tmp_path / "a")
    total = sum(map(len, good.values()))
    monkeypatch.setattr(sizes, "MOST_BYTES", total)
    AttentionRun.load(path)
    monkeypatch.setattr(sizes, "MOST_BYTES", total - 1)
    with pytest.raises(RunFileError, match=f"it unpacks to {total:,} bytes, and the limit is {total - 1:,}"):
        AttentionRun.load(path)
    monkeypatch.undo()
    monkeypatch.setattr(sizes, "MOST_HEADER_BYTES", len(good["header.npy"]) - 1)
    with pytest.raises(RunFileError, match="its header unpacks to"):
        AttentionRun.load(path)


@pytest.mark.parametrize("shape", [(1 << 50,), (1 << 31, 1 << 31), (2, 2, 1), (0,), (-4,), (-2, -2)])
def test_an_array_that_lies_about_its_size_is_refused(
    shape: tuple[int, ...], good: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object, **__: object) -> None:
        raise AssertionError("an array was to be unpacked")

    path = written(good | {"last_query.npy": npy(shape, bytes(12))}, tmp_path / "a")
    monkeypatch.setattr(np, "load", load)
    with pytest.raises(RunFileError, match=r"the array 'last_query\.npy' says that it has"):
        AttentionRun.load(path)


def test_two_arrays_of_one_name_are_refused(good: dict[str, bytes], tmp_path: Path) -> None:
    path = written(good, tmp_path / "a")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("header.npy", good["header.npy"])
    with pytest.raises(RunFileError, match="two arrays of one name"):
        AttentionRun.load(path)


WRONG_HEADERS: list[tuple[str, bytes]] = [
    ("nested too deep", b"[" * 100_000),
    ("a list", b"[]"),
    ("no tokens", b'{"format": 1, "kind": "decoder"}'),
    ("not UTF-8", b"\xff\xfe"),
    ("a number of 5,000 digits", b'{"format": ' + b"9" * 5000 + b"}"),
]


@pytest.mark.parametrize(("what", "text"), WRONG_HEADERS, ids=[what for what, _ in WRONG_HEADERS])
def test_a_header_that_is_none_is_refused(what: str, text: bytes, good: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(RunFileError):
        AttentionRun.load(written(good | {"header.npy": header(text)}, tmp_path / "a"))


def test_an_encrypted_or_strangely_packed_entry_is_refused(good: dict[str, bytes], tmp_path: Path) -> None:
    raw = written(good, tmp_path / "a").read_bytes()
    for change in (_flagged, _packed_otherwise):
        (tmp_path / "b").write_bytes(change(raw))
        with pytest.raises(RunFileError):
            AttentionRun.load(tmp_path / "b")


def _flagged(raw: bytes) -> bytes:
    return _directory_changed(raw, 8, 1)  # encrypted


def _packed_otherwise(raw: bytes) -> bytes:
    return _directory_changed(raw, 10, 97)  # WavPack


def _directory_changed(raw: bytes, offset: int, value: int) -> bytes:
    changed = bytearray(raw)
    struct.pack_into("<H", changed, raw.index(b"PK\x01\x02") + offset, value)
    return bytes(changed)


def _mangled(entries: dict[str, bytes], changes: list[tuple[int, int, int]]) -> dict[str, bytes]:
    """Some bytes of some entries changed; the archive's checksums fit again."""
    names, mangled = sorted(entries), {name: bytearray(content) for name, content in entries.items()}
    for which, where, value in changes:
        content = mangled[names[which % len(names)]]
        content[where % len(content)] = value
    return {name: bytes(content) for name, content in mangled.items()}


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9999), st.integers(0, 255)), min_size=1, max_size=4))
@tries(200)
def test_a_changed_file_is_a_run_or_refused_in_words(
    good: dict[str, bytes], tmp_path: Path, changes: list[tuple[int, int, int]]
) -> None:
    _read_or_refused(written(_mangled(good, changes), tmp_path / "mangled"))


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["token_info", "layers", "masks", "biases", "next_tokens", "masked_tokens", "kind"]), VALUES)
@tries(200)
def test_a_header_with_other_values_is_a_run_or_refused_in_words(
    good: dict[str, bytes], tmp_path: Path, name: str, value: Any
) -> None:
    with np.load(written(good, tmp_path / "good")) as arrays:
        told = json.loads(arrays["header"].tobytes())
    text = json.dumps(told | {name: value}).encode()
    _read_or_refused(written(good | {"header.npy": header(text)}, tmp_path / "other"))


def _read_or_refused(path: Path) -> None:
    """Fails with any other error."""
    with suppress(RunFileError):
        AttentionRun.load(path)
