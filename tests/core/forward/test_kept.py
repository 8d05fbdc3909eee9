"""What is kept of scores: masks and biases once each, biases in float32."""

from __future__ import annotations

import numpy as np

from attn_core import load_model, translate
from tests.support.prompts import PROMPT, TARGET
from tests.support.tiny_models import Folder, Tiny


def test_biases_of_relative_positions_are_kept_once(tiny: Tiny) -> None:
    run = translate(tiny("t5"), PROMPT)
    for stack in ("encoder", "decoder"):
        attention = run.stacks[stack]
        assert [layer.bias for layer in attention.layers] == [0] * attention.n_layers
        n = len(attention.query_tokens)
        assert [bias.shape for bias in attention.biases] == [(4, n, n)]
        assert len(attention.masks) == 1
    assert run.cross.biases == ()
    assert run.cross.bias(0) is None
    assert all(layer.bias is None for layer in run.cross.layers)
    bias = run.encoder.bias(2)
    assert bias is not None
    np.testing.assert_allclose(bias[:, 1:, 1:], bias[:, :-1, :-1])  # it depends on the distance alone
    assert not np.allclose(bias, bias.mean())


def test_bfloat16_keeps_biases_in_float32(tiny_folder: Folder) -> None:
    run = translate(load_model(str(tiny_folder("t5")), device="cpu", dtype="bfloat16", catalog={}), PROMPT, TARGET)
    assert run.encoder.layers[0].query.dtype == "uint16"
    assert run.encoder.biases[0].dtype == run.encoder.pattern(0).dtype == "float32"
