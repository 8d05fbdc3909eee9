"""What is measured of a predicted next token is refused, in the same words, where none is predicted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from attn_core import AttentionRun, capture
from attn_core.errors import PromptError
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.attribution import gradient_times_input, value_norms
from attn_core.measures.decoders import require_decoder
from attn_core.measures.evidence import gather
from attn_core.measures.interventions import cut_edges, remove_tokens, switch_off_heads
from attn_core.measures.logit_lens import logit_lens
from attn_core.measures.predict import continuation, next_tokens_at, rest_of_word
from tests.support.hand_made import BLANK, HUNGRY
from tests.support.tiny_models import Tiny

MEASURES: list[Callable[[LoadedModel, AttentionRun], object]] = [
    lambda model, run: next_tokens_at(model, run, 1),
    lambda model, run: logit_lens(model, run, 1),
    rest_of_word, continuation, gradient_times_input, value_norms, cut_edges, remove_tokens, switch_off_heads, gather,
]  # fmt: skip


def test_a_decoder_predicts_a_next_token_and_an_encoder_does_not() -> None:
    require_decoder(HUNGRY)
    with pytest.raises(PromptError, match=r"needs a predicted next token: .*fills in \[MASK\]\. Choose a decoder"):
        require_decoder(BLANK)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_of_a_prediction_refuses_an_encoder(
    measure: Callable[[LoadedModel, AttentionRun], object], tiny: Tiny
) -> None:
    with pytest.raises(PromptError, match="needs a predicted next token"):
        measure(tiny("bert"), capture(tiny("bert"), "the [MASK] sat"))
