"""What may say more than the weights: gradient x input, and the norm of what attention brings. Decoders only."""

from __future__ import annotations

import numpy as np
import torch

from attn_core.forward.anywhere import anywhere
from attn_core.forward.hook import Call, listening, unsupported
from attn_core.forward.kept import to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.decoders import require_decoder
from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun

_PROJECTIONS = ("o_proj", "out_proj", "dense", "c_proj")  # what model families call W_O


@anywhere
def gradient_times_input(model: LoadedModel, run: AttentionRun) -> Float32:
    """How much each token's embedding adds to the predicted token's logit, to first order: float32 [key_pos], signed.

    sum over d_model of d logit / d embedding * embedding (Denil et al. 2014, arXiv:1412.6815).
    Raises PromptError for an encoder.
    """
    require_decoder(run)
    ids = torch.tensor([run.input_ids], device=model.device)
    with model.forward_lock(), torch.enable_grad():
        embedded = model.model.get_input_embeddings()(ids).detach().requires_grad_()
        logits = model.model(inputs_embeds=embedded, use_cache=False, logits_to_keep=1).logits[0, -1]
        (gradient,) = torch.autograd.grad(logits[run.next_tokens[0].id], embedded)
    return to_numpy((gradient.float() * embedded.detach().float()).sum(-1)[0])


@anywhere
def value_norms(model: LoadedModel, run: AttentionRun) -> Float32:
    """Size of what each token brings the predicting position: float32 [layer, head, key_pos], 0 and more.

    Euclidean norm of weight * value @ W_O of the head (Kobayashi et al. 2020, arXiv:2004.10102). Raises PromptError for
    an encoder, UnsupportedModelError where W_O has no known name.
    """
    require_decoder(run)
    calls: list[Call] = []
    ids = torch.tensor([run.input_ids], device=model.device)
    with model.forward_lock(), torch.inference_mode(), listening(calls.append):
        model.model.base_model(ids, use_cache=False)
        norms = [to_numpy(_brought(call)) for call in calls]
    return np.asarray(run.last_query * np.stack(norms), dtype=np.float32)


def _brought(call: Call) -> torch.Tensor:
    """Norms of value @ W_O, [head, key_pos]."""
    n_heads, d_head = call.scores.query.shape[1], call.value.shape[-1]
    output = _output_matrix(call.module).float().view(n_heads, d_head, -1).to(call.value.device)
    values = call.value[0].float().repeat_interleave(n_heads // call.value.shape[1], dim=0)
    # |v W|² = v (W Wᵀ) vᵀ, which never makes [head, key_pos, d_model]
    squares = ((values @ (output @ output.transpose(1, 2))) * values).sum(-1)
    return squares.clamp(min=0).sqrt()


def _output_matrix(module: torch.nn.Module) -> torch.Tensor:
    """W_O [head * d_head, d_model]."""
    for name in _PROJECTIONS:
        layer = getattr(module, name, None)
        if isinstance(layer, torch.nn.Linear):
            return _weight(layer).T
        if layer is not None:
            return _weight(layer)  # GPT-2's Conv1D is kept the other way round
    raise unsupported(module, f"none of {', '.join(_PROJECTIONS)} is in its attention, so that its W_O is unknown")


def _weight(layer: torch.nn.Module) -> torch.Tensor:
    """A layer's weight; one that Accelerate keeps on the disk, or in memory for a GPU, is read for the occasion."""
    if not layer.weight.is_meta:
        return torch.as_tensor(layer.weight)
    from accelerate.utils import align_module_device

    with align_module_device(layer):
        return torch.as_tensor(layer.weight).clone()
