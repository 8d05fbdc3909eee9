"""The logit lens: its last layer is the prediction, and an earlier one what the model's own last norm makes of it."""

from __future__ import annotations

import pytest

from attn_core import capture
from attn_core.measures import logit_lens as lens
from tests.support.architectures import DECODERS
from tests.support.prompts import SHORT
from tests.support.tiny_models import Tiny


@pytest.mark.parametrize("name", DECODERS)
def test_the_last_layer_of_the_lens_is_the_prediction(name: str, tiny: Tiny) -> None:
    run = capture(tiny(name), SHORT)
    layers = lens.logit_lens(tiny(name), run, len(run.tokens) - 1)
    assert len(layers) == run.n_layers
    assert [token.id for token in layers[-1]] == [token.id for token in run.next_tokens[:3]]
    assert layers[-1][0].probability == pytest.approx(run.next_tokens[0].probability, abs=1e-5)
    assert layers[0] != layers[-1]


def test_the_lens_at_an_earlier_position(tiny: Tiny) -> None:
    run = capture(tiny("llama"), SHORT)
    early = capture(tiny("llama"), "Jide was")
    assert run.tokens[: len(early.tokens)] == early.tokens
    found = lens.logit_lens(tiny("llama"), run, len(early.tokens) - 1)
    assert found[-1][0].id == early.next_tokens[0].id
    with pytest.raises(IndexError):
        lens.logit_lens(tiny("llama"), run, len(run.tokens))
