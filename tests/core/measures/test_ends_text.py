"""Where a model ends its text, its continuation ends too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from attn_core import capture
from attn_core.forward import hook
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.predict import continuation, ends_text

Tiny = Callable[[str], LoadedModel]


@pytest.mark.parametrize(("name", "end"), [("gemma3", "<eos>"), ("gpt2", "<|endoftext|>")])
def test_a_continuation_stops_where_the_text_is_ended(
    name: str, end: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model's last logits are replaced by those of one that writes two words and then its end."""
    model, prompt = tiny(name), "Omar was"
    words = model.tokenizer(f"{prompt} so she")["input_ids"]
    start = len(model.tokenizer(prompt)["input_ids"])
    written = [*words[start:], model.tokenizer.convert_tokens_to_ids(end)]
    real = hook.logits

    def scripted(model: LoadedModel, encoding: Mapping[str, Sequence[int]], positions: Sequence[int]) -> np.ndarray:
        real(model, encoding, positions)
        step = min(len(encoding["input_ids"]) - start, len(written) - 1)
        return np.eye(model.model.config.vocab_size, dtype=np.float32)[[written[step]]] * 50

    monkeypatch.setattr(hook, "logits", scripted)
    run = capture(model, prompt)
    texts = continuation(model, run)
    assert texts[-1] == "Omar was so she"
    assert not ends_text(model, run)
    assert ends_text(model, capture(model, texts[-1]))
    assert continuation(model, capture(model, texts[-1])) == ()


def test_an_encoder_ends_no_text(tiny: Tiny) -> None:
    assert not ends_text(tiny("bert"), capture(tiny("bert"), "the cat [MASK]"))
