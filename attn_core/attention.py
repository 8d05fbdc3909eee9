"""One attention function of ours in every model: it runs SDPA and shows q (after rotary embedding), k and the mask.

The only place where torch becomes numpy. A pattern is softmax(q k^T * scale + mask), computed when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from attn_core.errors import UnsupportedModelError
from attn_core.types import Float32, LayerCapture

if TYPE_CHECKING:
    from attn_core.loading import LoadedModel

_NAME = "attention_lab"

Masks = list[npt.NDArray[np.bool_]]


@dataclass(frozen=True, eq=False)
class Scores:
    """What a layer's scores are made of: query and key [1, head, position, d_head], the mask and two numbers."""

    query: torch.Tensor
    key: torch.Tensor
    mask: torch.Tensor | None
    causal: bool  # hide later positions where there is no mask
    scale: float
    softcap: float | None
    rotary: bool  # query and key were turned by their position

    def kept(self, masks: Masks) -> LayerCapture:
        """The same as numpy; the mask joins `masks` unless an equal one is there.

        Raises ValueError on a mask that does more than hide places.
        """
        mask = self._hiding()
        number = next((i for i, known in enumerate(masks) if np.array_equal(known, mask)), len(masks))
        masks[number:] = masks[number:] or [mask]
        query, key = to_numpy(self.query[0]), to_numpy(self.key[0])
        return LayerCapture(query, key, self.scale, self.softcap, number, rotary=self.rotary)

    def _hiding(self) -> npt.NDArray[np.bool_]:
        shape = (self.query.shape[2], self.key.shape[2])
        if self.mask is None:
            full = np.ones(shape, dtype=np.bool_)
            return np.tril(full) if self.causal else full
        if self.mask.dtype is not torch.bool or self.mask.shape[:2] != (1, 1):
            raise ValueError("its mask adds numbers to the scores, or differs between heads")
        return self.mask[0, 0].expand(shape).cpu().numpy()


@dataclass(frozen=True, eq=False)
class Call:
    """One call of the attention function, as a listener gets it."""

    module: torch.nn.Module
    scores: Scores
    value: torch.Tensor
    extra: Mapping[str, Any]  # what else the model passes


# A context variable, so that forwards of other threads (other models, other visitors) never reach this listener.
_listener: ContextVar[Callable[[Call], None] | None] = ContextVar("attention_listener", default=None)


@contextmanager
def listening(listener: Callable[[Call], None]) -> Iterator[None]:
    """Show `listener` every attention call that this thread makes inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def install(model: PreTrainedModel) -> None:
    """Make the model attend through our function. Raises UnsupportedModelError where it can't."""
    model.set_attn_implementation(_NAME)
    if model.config._attn_implementation != _NAME:
        raise unsupported(model, "its attention is code of its own, which shows nothing to the outside")


def unsupported(model: PreTrainedModel, reason: str) -> UnsupportedModelError:
    """The error that says why this model's attention can't be shown."""
    return UnsupportedModelError(
        "This model's attention can't be shown truthfully",
        f"{type(model).__name__}: {reason}. Choose a model of the Gemma, Llama, Qwen, GPT-2, OPT, Phi, BERT, RoBERTa or"
        " DistilBERT family.",
    )


def forward(
    model: LoadedModel, encoding: Mapping[str, Sequence[int]], positions: Sequence[int]
) -> tuple[list[LayerCapture], Masks, Float32]:
    """One forward of one text: its layers, their distinct masks, and the logits of `logits`.

    Raises UnsupportedModelError where a layer did not show its attention.
    """
    heard: list[Scores] = []
    turns = _turns(model.model)
    with listening(lambda call: heard.append(replace(call.scores, rotary=turns and call.scores.rotary))):
        found = logits(model, encoding, positions)
    if len(heard) != model.n_layers:
        raise unsupported(model.model, f"{len(heard)} of its {model.n_layers} layers show their attention")
    masks: Masks = []
    try:
        return [scores.kept(masks) for scores in heard], masks, found
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
    listener = _listener.get()
    if listener is not None:
        causal = extra.get("is_causal")
        causal = getattr(module, "is_causal", True) if causal is None else causal
        rotary = bool(getattr(module, "use_rope", True))  # some models leave it out in some layers, and say so here
        scores = Scores(_alone(query), _alone(key), attention_mask, bool(causal), float(scale), softcap, rotary)
        listener(Call(module, scores, value, extra))
    if softcap is None:
        return sdpa_attention_forward(module, query, key, value, attention_mask, dropout, scale, **extra)
    return _softcapped(query, key, value, attention_mask, scale, softcap), None


def _softcapped(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, scale: float, softcap: float
) -> torch.Tensor:
    """Attention with scores c * tanh(scores / c), which SDPA does not have (Gemma 2, arXiv:2408.00118)."""
    groups = query.shape[1] // key.shape[1]
    scores = softcap * torch.tanh(query @ repeat_kv(key, groups).transpose(2, 3) * scale / softcap)
    if mask is None:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).tril()
    weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1, dtype=torch.float32).to(query.dtype)
    return (weights @ repeat_kv(value, groups)).transpose(1, 2).contiguous()


def _alone(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor itself, or a copy where keeping it would keep more in memory, such as GPT-2's q, k and v in one."""
    return tensor if tensor.untyped_storage().nbytes() == tensor.nbytes else tensor.clone()


def to_numpy(tensor: torch.Tensor) -> npt.NDArray[Any]:
    """The same numbers in numpy, which has no bfloat16: its bits become uint16."""
    tensor = tensor.detach().cpu()
    return tensor.view(torch.uint16).numpy() if tensor.dtype is torch.bfloat16 else tensor.float().numpy()


AttentionInterface.register(_NAME, _attention)
AttentionMaskInterface.register(_NAME, sdpa_mask)
