"""What a diagram is: the numbers that travel to the browser, and the script that draws them there."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from attn_core.frames.labels import clipped
from attn_core.records.attention import Float32
from attn_core.records.tokens import Token

_BUNDLES = Path(__file__).parent / "bundles"  # made from js/ by `npm run build`


@dataclass(frozen=True)
class Diagram:
    """One picture. `data` is JSON; `reading` is one sentence computed from the numbers, and its alt text."""

    kind: str  # the script: head_view, model_view, neuron_view
    data: dict[str, Any]
    reading: str


@cache
def script(kind: str) -> str:
    """The JavaScript module of one kind of diagram; its default export takes a Streamlit component."""
    return (_BUNDLES / f"{kind}.js").read_text(encoding="utf-8")


@cache
def style() -> str:
    """The CSS of all diagrams."""
    return (_BUNDLES / "diagrams.css").read_text(encoding="utf-8")


def packed(weights: Float32, steps: int = 65535) -> dict[str, Any]:
    """Weights of 0 to 1 as JSON: whole numbers of `steps`, deflated, in base64; js/shared/packing.js unpacks them.

    65535 steps are of 0.0015 %; fewer take less room. Raises ValueError on a weight outside 0 to 1.
    """
    if weights.size and not (weights.min() >= 0 and weights.max() <= 1.0001):
        raise ValueError("weights must be 0 to 1")
    whole = np.rint(np.clip(weights, 0, 1) * steps).astype("<u2")
    return {"shape": list(weights.shape), "steps": steps, "deflated": deflated(whole)}


def deflated(numbers: npt.NDArray[Any]) -> str:
    """The bytes of an array in C order, deflated, in base64; `inflated` in js/shared/packing.js gives them back."""
    return base64.b64encode(zlib.compress(numbers.tobytes(), 6)).decode()


def token_data(tokens: Sequence[Token]) -> dict[str, Any]:
    """What a script needs of tokens: labels, which are special, and the segment of each."""
    return {
        "labels": [clipped(token.label) for token in tokens],
        "special": [int(token.special) for token in tokens],
        "segment": [token.segment for token in tokens],
    }
