"""The logit lens: what each layer would predict if it were the last (nostalgebraist 2020). Decoders only."""

from __future__ import annotations

from typing import Any

import torch

from attn_core.forward.anywhere import anywhere
from attn_core.forward.candidates import candidates
from attn_core.forward.hook import unsupported
from attn_core.forward.kept import to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.vocabulary import Vocabulary
from attn_core.measures.decoders import require_decoder
from attn_core.records.run import AttentionRun
from attn_core.records.tokens import NextToken

_LAST_NORMS = ("norm", "ln_f", "final_layer_norm", "final_layernorm")


@anywhere
def logit_lens(
    model: LoadedModel, run: AttentionRun, position: int, count: int = 3
) -> tuple[tuple[NextToken, ...], ...]:
    """The likeliest tokens after `position`, best first, as read off each layer: one tuple a layer.

    Each layer's output goes through the model's last norm and its output matrix; the last entry is the model's own
    prediction. Raises PromptError for an encoder, IndexError for a position outside the run, UnsupportedModelError
    where the last norm has no known name.
    """
    require_decoder(run)
    if not 0 <= position < len(run.token_info):
        raise IndexError(f"position {position} of a run of {len(run.token_info)} tokens")
    ids = torch.tensor([run.input_ids[: position + 1]], device=model.device)
    norm = _last_norm(model.model)
    with model.forward_lock(), torch.inference_mode():
        states = model.model(ids, use_cache=False, output_hidden_states=True, logits_to_keep=1).hidden_states
        # transformers has normed the last state already, and the first is the embedding
        read = [*(norm(state[0, -1:]) for state in states[1:-1]), states[-1][0, -1:]]
        logits = _capped(model.model, model.model.get_output_embeddings()(torch.cat(read)).float())
    vocabulary = Vocabulary(model.tokenizer)
    return tuple(candidates(vocabulary, row)[:count] for row in to_numpy(logits))


def _last_norm(model: Any) -> torch.nn.Module:
    stem = getattr(model.base_model, "decoder", model.base_model)
    for name in _LAST_NORMS:
        if hasattr(stem, name):
            norm: torch.nn.Module = getattr(stem, name) or torch.nn.Identity()  # OPT may have none
            return norm
    raise unsupported(model, f"its last norm is none of {', '.join(_LAST_NORMS)}")


def _capped(model: Any, logits: torch.Tensor) -> torch.Tensor:
    """Gemma 2 caps its logits at the end (arXiv:2408.00118)."""
    cap = getattr(model.config, "final_logit_softcapping", None)
    return logits if cap is None else cap * torch.tanh(logits / cap)
