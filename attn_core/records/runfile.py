"""A recorded run as one file: a .npz archive without pickle, whose `header` is JSON."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from attn_core.errors import RunFileError
from attn_core.records.attention import Attention, Float32, LayerCapture, Mask
from attn_core.records.run import AttentionRun, MaskedToken, NextToken, Token, TranslationRun

_FORMAT = 1
_PLAIN = ("model", "kind", "prompt", "pair", "predicting_pos")
_PLAIN_TRANSLATION = ("model", "prompt", "target", "generated")

Header = dict[str, Any]
Arrays = dict[str, npt.NDArray[Any]]
Run = TypeVar("Run", AttentionRun, TranslationRun)


def write(run: AttentionRun | TranslationRun, path: str | Path) -> None:
    """Write a run; the path is used as given."""
    header, arrays = _packed_translation(run) if isinstance(run, TranslationRun) else _packed_run(run)
    header |= {"format": _FORMAT, "kind": run.kind, "next_tokens": _rows(run.next_tokens)}
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read(path: str | Path, expected: type[Run]) -> Run:
    """Read a run of the expected class that `write` wrote. Raises RunFileError where the file is none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            header = json.loads(arrays["header"].tobytes())
            if header["format"] != _FORMAT:
                raise ValueError(f"it has format {header['format']}, and this version reads {_FORMAT}")
            run = _translation(header, arrays) if header["kind"] == TranslationRun.kind else _run(header, arrays)
        if not isinstance(run, expected):
            raise ValueError(f"it is one of kind {run.kind}, which {type(run).__name__}.load reads")
        return run
    except (OSError, EOFError, LookupError, ValueError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise RunFileError("This is no recorded run", f"{path}: {error}. Write one with run.save(path).") from error


def _packed_run(run: AttentionRun) -> tuple[Header, Arrays]:
    header, arrays = _packed(run.layers, run.masks, run.biases)
    header |= {name: getattr(run, name) for name in _PLAIN}
    header |= {"token_info": _rows(run.token_info), "masked_tokens": _rows(run.masked_tokens)}
    return header, arrays | {"last_query": run.last_query}


def _run(header: Header, arrays: Mapping[str, npt.NDArray[Any]]) -> AttentionRun:
    layers, masks, biases = _unpacked(header, arrays)
    return AttentionRun(
        **{name: header[name] for name in _PLAIN},
        token_info=_tokens(header["token_info"]),
        next_tokens=_next_tokens(header["next_tokens"]),
        masked_tokens=tuple(
            MaskedToken(masked["position"], _next_tokens(masked["candidates"])) for masked in header["masked_tokens"]
        ),
        last_query=arrays["last_query"],
        layers=layers,
        masks=masks,
        biases=biases,
    )


def _packed_translation(run: TranslationRun) -> tuple[Header, Arrays]:
    header: Header = {name: getattr(run, name) for name in _PLAIN_TRANSLATION}
    header |= {"prompt_tokens": _rows(run.encoder.query_tokens), "target_tokens": _rows(run.decoder.query_tokens)}
    arrays: Arrays = {}
    for name, part in run.parts.items():
        header[name], own = _packed(part.layers, part.masks, part.biases, f"{name}_")
        arrays |= own
    return header, arrays


def _translation(header: Header, arrays: Mapping[str, npt.NDArray[Any]]) -> TranslationRun:
    def part(name: str, looking: tuple[Token, ...], looked_at: tuple[Token, ...]) -> Attention:
        layers, masks, biases = _unpacked(header[name], arrays, f"{name}_")
        return Attention(looking, looked_at, layers, masks, biases)

    prompt, target = _tokens(header["prompt_tokens"]), _tokens(header["target_tokens"])
    return TranslationRun(
        **{name: header[name] for name in _PLAIN_TRANSLATION},
        next_tokens=_next_tokens(header["next_tokens"]),
        encoder=part("encoder", prompt, prompt),
        cross=part("cross", target, prompt),
        decoder=part("decoder", target, target),
    )


def _packed(
    layers: Sequence[LayerCapture], masks: Sequence[Mask], biases: Sequence[Float32], prefix: str = ""
) -> tuple[Header, Arrays]:
    """What belongs to one attention; the names of its arrays start with `prefix`."""
    arrays: Arrays = {f"{prefix}mask_{i}": mask for i, mask in enumerate(masks)}
    arrays |= {f"{prefix}bias_{i}": bias for i, bias in enumerate(biases)}
    for i, layer in enumerate(layers):
        arrays |= {f"{prefix}query_{i}": layer.query, f"{prefix}key_{i}": layer.key}
    numbers = [[layer.scale, layer.softcap, layer.mask, layer.bias, layer.rotary] for layer in layers]
    return {"layers": numbers, "masks": len(masks), "biases": len(biases)}, arrays


def _unpacked(
    header: Header, arrays: Mapping[str, npt.NDArray[Any]], prefix: str = ""
) -> tuple[tuple[LayerCapture, ...], tuple[Mask, ...], tuple[Float32, ...]]:
    layers = (
        LayerCapture(arrays[f"{prefix}query_{i}"], arrays[f"{prefix}key_{i}"], *numbers)
        for i, numbers in enumerate(header["layers"])
    )
    masks = (arrays[f"{prefix}mask_{i}"] for i in range(header["masks"]))
    # Files written before there were biases have none.
    biases = (arrays[f"{prefix}bias_{i}"] for i in range(header.get("biases", 0)))
    return tuple(layers), tuple(masks), tuple(biases)


def _rows(records: Iterable[Any]) -> list[Header]:
    return [asdict(record) for record in records]


def _tokens(rows: Iterable[Header]) -> tuple[Token, ...]:
    return tuple(Token(**row | {"span": tuple(row["span"])}) for row in rows)


def _next_tokens(rows: Iterable[Header]) -> tuple[NextToken, ...]:
    return tuple(NextToken(**row) for row in rows)
