"""Recorded runs as files: one .npz without pickle, which holds a JSON header and the arrays.

What a run is made of is packed here; the runs themselves say which of it they have.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
import numpy.typing as npt

from attn_core.errors import RunFileError
from attn_core.records import sizes
from attn_core.records.attention import Attention, LayerCapture
from attn_core.records.tokens import NextToken, Token

_FORMAT = 1
_MOST_WORDS = 300  # characters of why: it may quote the file

Header = dict[str, Any]
Arrays = dict[str, npt.NDArray[Any]]
Tokens = tuple[Token, ...]
Run = TypeVar("Run")


def write(path: str | Path, header: Header, arrays: Arrays) -> None:
    """Write header and arrays; the path is used as given."""
    with open(path, "wb") as file:
        np.savez_compressed(file, **_with(header, arrays))  # type: ignore[arg-type]


def as_bytes(header: Header, arrays: Arrays) -> bytes:
    """The same as bytes, to be sent: not compressed, for that takes longer than it saves on a fast line."""
    file = io.BytesIO()
    np.savez(file, **_with(header, arrays))  # type: ignore[arg-type]
    return file.getvalue()


def _with(header: Header, arrays: Arrays) -> Arrays:
    text = json.dumps(header | {"format": _FORMAT}).encode()
    return arrays | {"header": np.frombuffer(text, dtype=np.uint8)}


def read(path: str | Path | IO[bytes], make: Callable[[Header, Mapping[str, npt.NDArray[Any]]], Run]) -> Run:
    """What `make` makes of the header and the arrays of a file. Raises RunFileError where it can't."""
    try:
        with open(path, "rb") if isinstance(path, str | Path) else nullcontext(path) as file:
            sizes.require_honest(file)
            file.seek(0)
            with np.load(file, allow_pickle=False) as arrays:
                header = json.loads(arrays["header"].tobytes())
                if header["format"] != _FORMAT:
                    raise ValueError(f"it has format {header['format']}, and this version reads {_FORMAT}")
                return make(header, arrays)
    except Exception as error:  # what the readers of zip, numpy and JSON raise of a stranger's bytes has no end
        why = (str(error) or type(error).__name__)[:_MOST_WORDS]
        raise RunFileError("This is no recorded run", f"{path}: {why}. Write one with run.save(path).") from error


def packed(attention: Attention, prefix: str = "") -> tuple[Header, Arrays]:
    """What belongs to one attention but its tokens; the names of its arrays start with `prefix`."""
    arrays: Arrays = {f"{prefix}mask_{i}": mask for i, mask in enumerate(attention.masks)}
    arrays |= {f"{prefix}bias_{i}": bias for i, bias in enumerate(attention.biases)}
    for i, layer in enumerate(attention.layers):
        arrays |= {f"{prefix}query_{i}": layer.query, f"{prefix}key_{i}": layer.key}
    numbers = [[layer.scale, layer.softcap, layer.mask, layer.bias, layer.rotary] for layer in attention.layers]
    return {"layers": numbers, "masks": len(attention.masks), "biases": len(attention.biases)}, arrays


def unpacked(
    header: Header, arrays: Mapping[str, npt.NDArray[Any]], sides: tuple[Tokens, Tokens], prefix: str = ""
) -> Attention:
    """One attention that `packed` packed; `sides` are the tokens that look and those that are looked at."""
    layers = (
        LayerCapture(_full(arrays[f"{prefix}query_{i}"]), _full(arrays[f"{prefix}key_{i}"]), *numbers)
        for i, numbers in enumerate(header["layers"])
    )
    masks = (arrays[f"{prefix}mask_{i}"] for i in range(header["masks"]))
    # Files written before there were biases have none.
    biases = (arrays[f"{prefix}bias_{i}"] for i in range(header.get("biases", 0)))
    return Attention(*sides, tuple(layers), tuple(masks), tuple(biases))


def _full(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What was rounded to float16 for the way as float32 again."""
    return array.astype(np.float32) if array.dtype == np.float16 else array


def rows(records: Iterable[Token | NextToken]) -> list[Header]:
    """Tokens as JSON; `tokens` and `next_tokens` read them."""
    return [asdict(record) for record in records]


def tokens(rows: Iterable[Header]) -> Tokens:
    """Tokens of a header."""
    return tuple(Token(**row | {"span": tuple(row["span"])}) for row in rows)


def next_tokens(rows: Iterable[Header]) -> tuple[NextToken, ...]:
    """Candidates of a header."""
    return tuple(NextToken(**row) for row in rows)
