"""A recorded run as one file: a .npz archive without pickle, whose `header` is JSON."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attn_core.errors import RunFileError
from attn_core.types import AttentionRun, LayerCapture, MaskedToken, NextToken, Token

_FORMAT = 1
_PLAIN = ("model", "kind", "prompt", "pair", "predicting_pos")


def write(run: AttentionRun, path: str | Path) -> None:
    """Write a run; the path is used as given."""
    header = {name: getattr(run, name) for name in _PLAIN} | {
        "format": _FORMAT,
        "token_info": [asdict(token) for token in run.token_info],
        "next_tokens": [asdict(token) for token in run.next_tokens],
        "masked_tokens": [asdict(masked) for masked in run.masked_tokens],
        "layers": [[layer.scale, layer.softcap, layer.mask, layer.rotary] for layer in run.layers],
        "masks": len(run.masks),
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "header": np.frombuffer(json.dumps(header).encode(), dtype=np.uint8),
        "last_query": run.last_query,
    }
    arrays |= {f"mask_{i}": mask for i, mask in enumerate(run.masks)}
    for i, layer in enumerate(run.layers):
        arrays |= {f"query_{i}": layer.query, f"key_{i}": layer.key}
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read(path: str | Path) -> AttentionRun:
    """Read a run that `write` wrote. Raises RunFileError where the file is none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _run(json.loads(arrays["header"].tobytes()), arrays)
    except (OSError, EOFError, LookupError, ValueError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise RunFileError("This is no recorded run", f"{path}: {error}. Write one with run.save(path).") from error


def _run(header: dict[str, Any], arrays: Any) -> AttentionRun:
    if header["format"] != _FORMAT:
        raise ValueError(f"it has format {header['format']}, and this version reads {_FORMAT}")
    return AttentionRun(
        **{name: header[name] for name in _PLAIN},
        token_info=tuple(Token(**token | {"span": tuple(token["span"])}) for token in header["token_info"]),
        next_tokens=_next_tokens(header["next_tokens"]),
        masked_tokens=tuple(
            MaskedToken(masked["position"], _next_tokens(masked["candidates"])) for masked in header["masked_tokens"]
        ),
        last_query=arrays["last_query"],
        layers=tuple(
            # Files written before `rotary` was kept have three numbers a layer.
            LayerCapture(arrays[f"query_{i}"], arrays[f"key_{i}"], *numbers)
            for i, numbers in enumerate(header["layers"])
        ),
        masks=tuple(arrays[f"mask_{i}"] for i in range(header["masks"])),
    )


def _next_tokens(rows: list[dict[str, Any]]) -> tuple[NextToken, ...]:
    return tuple(NextToken(**row) for row in rows)
