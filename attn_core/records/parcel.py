"""What any call gives, as bytes in the form of recorded runs, to be sent: a JSON header and arrays, without pickle."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from attn_core.records import runfile
from attn_core.records.attention import Attention, frozen
from attn_core.records.effects import Effects
from attn_core.records.evidence import Evidence, Method, Values
from attn_core.records.familiarity import Familiarity, Passage, Reference, UnknownWord
from attn_core.records.head_labels import HeadLabels
from attn_core.records.run import AttentionRun
from attn_core.records.runfile import Arrays, Header
from attn_core.records.tokens import NextToken
from attn_core.records.translation import TranslationRun

Read = Mapping[str, npt.NDArray[Any]]


def packed(result: Any, *, rounded: bool = False) -> bytes:
    """Any call's result as bytes. Raises TypeError on what no call gives.

    `rounded` sends float32 queries and keys as float16, half the size: each is off by at most 1/2048 of itself, and the
    run says in `rounded_by` what that does to the weights of its last rows, which are measured.
    """
    form = next((form for form in _FORMS.values() if form.fits(result)), None)
    if form is None:
        raise TypeError(f"no call gives a {type(result).__name__}")
    header, arrays = form.pack(_rounded(result) if rounded else result)
    if rounded:
        arrays = {name: _half(array) if "query_" in name or "key_" in name else array for name, array in arrays.items()}
    return runfile.as_bytes(header | {"form": form.name}, arrays)


def unpacked(data: bytes) -> Any:
    """The result that `packed` packed. Raises RunFileError where it is none."""
    return runfile.read(io.BytesIO(data), lambda header, arrays: _FORMS[header["form"]].unpack(header, arrays))


class _Form(NamedTuple):
    name: str
    fits: Callable[[Any], bool]
    pack: Callable[[Any], tuple[Header, Arrays]]
    unpack: Callable[[Header, Read], Any]


def _of(kind: type) -> Callable[[Any], bool]:
    return lambda result: isinstance(result, kind)


def _pack_effects(found: Effects) -> tuple[Header, Arrays]:
    arrays = {name: getattr(found, name) for name in ("probability", "logit_change", "kl_bits")}
    return {"token": asdict(found.token)}, arrays


def _unpack_effects(header: Header, arrays: Read) -> Effects:
    token = NextToken(**header["token"])
    return Effects(token, arrays["probability"], arrays["logit_change"], arrays["kl_bits"])


def _pack_evidence(evidence: Evidence) -> tuple[Header, Arrays]:
    methods, arrays = [], Arrays()
    for number, (method, values) in enumerate(evidence.items()):
        header, own = _pack_effects(values) if isinstance(values, Effects) else ({}, {"values": values})
        methods.append(header | {"method": asdict(method)})
        arrays |= {f"{number}_{name}": array for name, array in own.items()}
    return {"methods": methods}, arrays


def _unpack_evidence(header: Header, arrays: Read) -> Evidence:
    def values(number: int, part: Header) -> Values:
        own = {name: arrays[f"{number}_{name}"] for name in ("values", "probability", "logit_change", "kl_bits")
               if f"{number}_{name}" in arrays}  # fmt: skip
        return _unpack_effects(part, own) if "token" in part else own["values"]

    return {Method(**part["method"]): values(number, part) for number, part in enumerate(header["methods"])}


def _pack_labels(labels: HeadLabels) -> tuple[Header, Arrays]:
    scores = {f"scores_{number}": array for number, array in enumerate(labels.scores.values())}
    return {"start": labels.start, "names": list(labels.scores)}, scores


def _unpack_labels(header: Header, arrays: Read) -> HeadLabels:
    scores = {name: frozen(arrays[f"scores_{number}"]) for number, name in enumerate(header["names"])}
    return HeadLabels(scores, header["start"])


def _unpack_reference(header: Header, arrays: Read) -> Reference:
    return Reference(tuple(Passage(**row | {"word_bits": tuple(row["word_bits"])}) for row in header["passages"]))


def _unpack_familiarity(header: Header, arrays: Read) -> Familiarity:
    fields = header["familiarity"]
    unknown = tuple(UnknownWord(**word | {"span": tuple(word["span"])}) for word in fields["unknown"])
    return Familiarity(**fields | {"unknown": unknown})


def _plain(value: Any) -> Any:
    """Texts, tokens and tuples of them as JSON."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return asdict(value) if isinstance(value, NextToken) else value


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_from_plain, value))
    return NextToken(**value) if isinstance(value, dict) else value


_FORMS = {
    form.name: form
    for form in (
        _Form("run", _of(AttentionRun), AttentionRun.packed, AttentionRun.unpacked),
        _Form("translation", _of(TranslationRun), TranslationRun.packed, TranslationRun.unpacked),
        _Form("effects", _of(Effects), _pack_effects, _unpack_effects),
        _Form("evidence", _of(dict), _pack_evidence, _unpack_evidence),
        _Form("head labels", _of(HeadLabels), _pack_labels, _unpack_labels),
        _Form("reference", _of(Reference), lambda found: (asdict(found), {}), _unpack_reference),
        _Form("familiarity", _of(Familiarity), lambda found: ({"familiarity": asdict(found)}, {}), _unpack_familiarity),
        _Form(
            "numbers", _of(np.ndarray), lambda array: ({}, {"numbers": array}), lambda header, arrays: arrays["numbers"]
        ),
        _Form(
            "plain", lambda result: isinstance(result, tuple | str | bool),
            lambda value: ({"plain": _plain(value)}, {}), lambda header, arrays: _from_plain(header["plain"]),
        ),
    )
}  # fmt: skip


def _half(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """float16 of float32; what is no float32, such as the bits of bfloat16, has half the size already."""
    return array.astype(np.float16) if array.dtype == np.float32 else array


def _rounded(result: Any) -> Any:
    """A run that says how far rounding its queries and keys takes its weights; other results as they are."""
    if not isinstance(result, AttentionRun | TranslationRun):
        return result
    return replace(result, rounded_by=max(_off_by(attention) for attention in result.stacks.values()))


def _off_by(attention: Attention) -> float:
    """The largest difference of a weight of the last query, 0 to 1, in any layer and head."""
    layers = [
        replace(layer, query=_there_and_back(layer.query), key=_there_and_back(layer.key)) for layer in attention.layers
    ]
    rounded = replace(attention, layers=tuple(layers))
    last = slice(len(attention.query_tokens) - 1, None)
    pairs = ((attention.pattern(n, last), rounded.pattern(n, last)) for n in range(attention.n_layers))
    return max(float(np.abs(exact - near).max()) for exact, near in pairs)


def _there_and_back(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    half = _half(array)
    return half.astype(np.float32) if half.dtype == np.float16 else array
