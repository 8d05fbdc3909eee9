"""One attention function of ours in every model: it runs SDPA and shows q (after rotary embedding), k, mask and bias.

A pattern is softmax(q k^T * scale + bias + mask), computed when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from attn_core.errors import UnsupportedModelError
from attn_core.forward.kept import Kept, Scores, kept, to_numpy
from attn_core.forward.loaded import LoadedModel
from attn_core.records.attention import Float32

_NAME = "attention_lab"


@dataclass(frozen=True, eq=False)
class Call:
    """One call of the attention function, as a listener gets it."""

    module: torch.nn.Module
    scores: Scores
    value: torch.Tensor
    extra: Mapping[str, Any]  # what else the model passes


Editor = Callable[[Call, torch.Tensor], torch.Tensor]
"""Gets a call and its output [case, query_pos, head, d_head], and gives the output to go on with."""

# Context variables, so that forwards of other threads (other models, other visitors) never reach these.
_listener: ContextVar[Callable[[Call], None] | None] = ContextVar("attention_listener", default=None)
_editor: ContextVar[Editor | None] = ContextVar("attention_editor", default=None)


@contextmanager
def listening(listener: Callable[[Call], None]) -> Iterator[None]:
    """Show `listener` every attention call that this thread makes inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def editing(editor: Editor) -> Iterator[None]:
    """Let `editor` change what the attention calls of this thread give inside the block."""
    token = _editor.set(editor)
    try:
        yield
    finally:
        _editor.reset(token)


def install(model: PreTrainedModel) -> None:
    """Make the model attend through our function. Raises UnsupportedModelError where it can't."""
    model.set_attn_implementation(_NAME)
    if model.config._attn_implementation != _NAME:
        raise unsupported(model, "its attention is code of its own, which shows nothing to the outside")


def unsupported(model: torch.nn.Module, reason: str) -> UnsupportedModelError:
    """The error that says why this model's attention can't be shown."""
    return UnsupportedModelError(
        "This model's attention can't be shown truthfully",
        f"{type(model).__name__}: {reason}. Choose a model of the Gemma, Llama, Qwen, GPT-2, OPT, Phi, BERT, RoBERTa,"
        " DistilBERT, T5, BART or Marian family.",
    )


def forward(
    model: LoadedModel, encoding: Mapping[str, Sequence[int]], positions: Sequence[int]
) -> tuple[Kept, Float32]:
    """One forward of one text: its layers, and the logits of `logits`.

    Raises UnsupportedModelError where a layer did not show its attention.
    """
    heard: list[Scores] = []
    with listening(lambda call: heard.append(call.scores)):
        found = logits(model, encoding, positions)
    return every_layer(model, "self", heard), found


def every_layer(model: LoadedModel, stack: str, heard: Sequence[Scores]) -> Kept:
    """What all layers of one stack of the model attended with.

    Raises UnsupportedModelError where a layer did not show its attention.
    """
    if len(heard) != model.depths[stack]:
        raise unsupported(model.model, f"{len(heard)} of its {model.depths[stack]} layers show their attention")
    turns = _turns(model.model)
    try:
        return kept(replace(scores, rotary=turns and scores.rotary) for scores in heard)
    except ValueError as error:
        raise unsupported(model.model, str(error)) from error


def _turns(model: PreTrainedModel) -> bool:
    """Whether the model has a rotary embedding: transformers names the modules that compute it so, in every family."""
    return any("Rotary" in type(module).__name__ for module in model.modules())


def logits(model: LoadedModel, encoding: Mapping[str, Sequence[int]], positions: Sequence[int]) -> Float32:
    """Logits [position, vocabulary] in float32: a decoder's at its last position, an encoder's at `positions`."""
    names = ["input_ids", "attention_mask"]
    if getattr(model.model.config, "type_vocab_size", 0) > 1:
        names.append("token_type_ids")  # other models' tokenizers may count segments too, and their models know none
    inputs = {name: torch.tensor([encoding[name]], device=model.device) for name in names if name in encoding}
    with torch.inference_mode():
        if model.kind == "decoder":
            chosen = model.model(**inputs, use_cache=False, logits_to_keep=1).logits[0, -1:]
        elif positions:
            chosen = model.model(**inputs).logits[0, list(positions)]
        else:  # no mask to fill in, so that the largest matrix of the model need not be multiplied
            model.model.base_model(**inputs)
            chosen = torch.empty(0, 0)
    return to_numpy(chosen.float())


def _attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    **extra: Any,
) -> tuple[torch.Tensor, None]:
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    softcap = extra.get("softcap")
    causal = extra.get("is_causal")
    causal = bool(getattr(module, "is_causal", True) if causal is None else causal)
    rotary = bool(getattr(module, "use_rope", True))  # some models leave it out in some layers, and say so here
    bias = extra.get("position_bias")
    scores = Scores(query, key, attention_mask, bias, causal, float(scale), softcap, rotary)
    listener, editor = _listener.get(), _editor.get()
    if listener is not None:
        listener(Call(module, replace(scores, query=_alone(query), key=_alone(key)), value, extra))
    if softcap is None:
        output, _ = sdpa_attention_forward(module, query, key, value, attention_mask, dropout, scale, **extra)
    else:
        output = _softcapped(scores, value, softcap)
    return output if editor is None else editor(Call(module, scores, value, extra), output), None


def _softcapped(scores: Scores, value: torch.Tensor, softcap: float) -> torch.Tensor:
    """Attention with scores c * tanh(scores / c), which SDPA does not have (Gemma 2, arXiv:2408.00118)."""
    query, mask = scores.query, scores.mask
    groups = query.shape[1] // scores.key.shape[1]
    products = query @ repeat_kv(scores.key, groups).transpose(2, 3)
    capped = softcap * torch.tanh(products * scores.scale / softcap)
    if mask is None:
        mask = earlier(capped.shape[-2], capped.shape[-1], capped.device)
    weights = capped.masked_fill(~mask, -torch.inf).softmax(dim=-1, dtype=torch.float32).to(query.dtype)
    return (weights @ repeat_kv(value, groups)).transpose(1, 2).contiguous()


def earlier(n_queries: int, n_keys: int, device: torch.device) -> torch.Tensor:
    """What a decoder may see, bool [query_pos, key_pos]; the queries are the last of the positions."""
    return torch.ones(n_queries, n_keys, dtype=torch.bool, device=device).tril(n_keys - n_queries)


def _alone(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor itself, or a copy where keeping it would keep more in memory, such as GPT-2's q, k and v in one."""
    return tensor if tensor.untyped_storage().nbytes() == tensor.nbytes else tensor.clone()


AttentionInterface.register(_NAME, _attention)
AttentionMaskInterface.register(_NAME, sdpa_mask)
