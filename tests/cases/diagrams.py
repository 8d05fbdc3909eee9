"""What Python sends to the browser, as files the scripts are tested with; `python -m tests.cases.diagrams` writes them.

The tests in Python compare these files with what is sent now, those in Node with what is drawn from it, so that both
sides are held to one set.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from attn_core import diagrams
from attn_core.diagrams.diagram import deflated, packed
from attn_core.diagrams.head_view import Choice
from attn_core.diagrams.neuron_view import exactly
from attn_core.records.attention import Attention
from tests.support.hand_made import HUNGRY, even, retokened, run_of
from tests.support.labels import labels_of

TWO_LAYERS = labels_of(PREVIOUS=[[0.83, 0], [0, 0]], SINK=[[0, 0.91], [0, 0]], INDUCTION=[[0, 0.6], [0, 0]])
TWO_HEADS = run_of(["<bos>", "a", "b"], even(3, layers=2, heads=2))
HERE = Path(__file__).parent
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.1, -2.5e-12, 3.4e38, 1.401298464324817e-45, 255.996]


def cases() -> dict[str, Any]:
    """What is sent, by the name of its file."""
    head, chosen = diagrams.head_view(pair(), 0), Choice((1,), 2.0, True, 3)
    return {
        "packing": packing(),
        "head_view": head.data,
        "head_view_chosen": diagrams.head_view(HUNGRY.attention, 1, special="hidden", start=chosen).data,
        "model_view": diagrams.model_view(TWO_HEADS.attention, labels=TWO_LAYERS).data,
        "model_view_pair": diagrams.model_view(pair(), halves="A→B", special="shown").data,
        "neuron_view": diagrams.neuron_view(worked_by_hand(), 0, 1, query_pos=2, answers=4).data,
    }


def packing() -> dict[str, Any]:
    """Numbers of each kind beside how they are packed."""
    weights = np.array([[0, 1, 0.5, 0.25], [0.123456, 0.0001, 0.9999, 0.75]], np.float32)
    floats = np.array(FLOATS, "<f4")
    bits = np.random.default_rng(0).integers(0, 256, 300).astype("u1")
    return {
        "packed": [
            {
                "steps": steps,
                "whole": np.rint(weights * steps).astype(int).ravel().tolist(),
                "sent": packed(weights, steps),
            }
            for steps in (65535, 8191)
        ],
        "exactly": {"numbers": [float(number) for number in floats], "sent": exactly(floats)},
        "bytes": {"numbers": bits.tolist(), "deflated": deflated(bits)},
    }


def pair() -> Attention:
    """[CLS] a [SEP] b [SEP], of which b alone and what follows are text B; two heads with no two weights alike."""
    parts = np.arange(1, 51, dtype=np.float32).reshape(1, 2, 5, 5)
    run = run_of(["[CLS]", "a", "[SEP]", "b", "[SEP]"], parts / parts.sum(-1, keepdims=True), kind="encoder")
    tokens = [replace(token, segment=int(i > 2)) for i, token in enumerate(run.token_info)]
    return retokened(run.attention, tokens)


def worked_by_hand() -> Attention:
    """<bos>, hungry, so: two dimensions, scale 1/2, scores bent to 4; head 1 has queries and keys of small numbers."""
    query = np.array([[[0, 0]] * 3, [[1, 0], [0, 2], [3, -1]]], np.float32)
    key = np.array([[[0, 0]] * 3, [[1, 1], [2, 0], [0, 4]]], np.float32)
    layer = replace(HUNGRY.attention.layers[0], query=query, key=key, scale=0.5, softcap=4.0)
    return replace(HUNGRY.attention, layers=(layer,))


def plain(sent: Any) -> Any:
    """What is sent with its bytes unpacked: one zlib may deflate them otherwise than another."""
    if isinstance(sent, dict):
        return {
            name: zlib.decompress(base64.b64decode(value)).hex() if name in ("deflated", "levels") else plain(value)
            for name, value in sent.items()
        }
    return [plain(value) for value in sent] if isinstance(sent, list | tuple) else sent


def file_of(name: str) -> Path:
    return HERE / f"{name}.json"


if __name__ == "__main__":
    for name, sent in cases().items():
        file_of(name).write_text(json.dumps(sent, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
