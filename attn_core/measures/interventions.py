"""What attention causes: a decoder's prediction again, with parts of its attention cut. Decoders only.

All cuts of one kind run as one batch, whose rows are the cases. Positions before the first that a case changes are read
from the cache of the uncut forward, since in a decoder nothing later can change them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from transformers import DynamicCache
from transformers.integrations.sdpa_attention import repeat_kv

from attn_core.forward.anywhere import anywhere
from attn_core.forward.hook import Call, Editor, earlier, editing
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.decoders import require_decoder
from attn_core.records.attention import Float32
from attn_core.records.effects import Effects
from attn_core.records.run import AttentionRun

Report = Callable[[float], None]
RowEditor = Callable[[Call, torch.Tensor, slice], torch.Tensor]
TOKENS_AT_ONCE = 2048  # of all cases in one batch
BYTES_AT_ONCE = 2**26  # of all cases in one batch: their copies of the cache, and one layer's scores
_SHARING = 8  # cases of a removal that go on from the same cached beginning


@anywhere
def cut_edges(
    model: LoadedModel,
    run: AttentionRun,
    cuts: npt.NDArray[np.bool_] | None = None,
    *,
    layers: Collection[int] | None = None,
    heads: Collection[int] | None = None,
    progress: Report | None = None,
) -> Effects:
    """Effects [case]: the predicting position no longer sees some tokens, in the chosen layers and heads.

    `cuts` [case, key_pos] is true where a case cuts; by default each token is a case of its own. The weights that are
    left are renormalised, since the score is cut before the softmax; a row of which nothing is left gives zero. Layers
    and heads are all of them by default. Raises PromptError for an encoder.
    """
    n_tokens = len(run.token_info)
    edges = torch.eye(n_tokens, dtype=torch.bool) if cuts is None else torch.from_numpy(cuts)
    chosen = torch.zeros(run.n_heads, dtype=torch.bool)
    chosen[list(range(run.n_heads) if heads is None else heads)] = True
    hidden = edges[:, None, None] & chosen[:, None, None]  # [case, head, 1, key_pos]
    return _run(model, run, [_Batch(len(edges), n_tokens - 1, hides(hidden, layers))], progress)


@anywhere
def remove_tokens(model: LoadedModel, run: AttentionRun, *, progress: Report | None = None) -> Effects:
    """Effects [key_pos]: no other position sees that token, in any layer or head.

    nan at the predicting position, which can't be taken away from its own prediction. Raises PromptError for an
    encoder.
    """
    n_tokens = len(run.token_info)
    batches = []
    for start in range(0, n_tokens - 1, _SHARING):
        tokens = torch.arange(start, min(start + _SHARING, n_tokens - 1))
        queries, keys = torch.arange(start + 1, n_tokens), torch.arange(n_tokens)
        gone = keys[None, None] == tokens[:, None, None]
        hidden = gone & (queries[None, :, None] != tokens[:, None, None])
        batches.append(_Batch(len(tokens), start + 1, hides(hidden[:, None], None)))
    return _run(model, run, batches, progress, without_last=True)


@anywhere
def switch_off_heads(
    model: LoadedModel, run: AttentionRun, *, to: Literal["zero", "mean"] = "zero", progress: Report | None = None
) -> Effects:
    """Effects [layer, head]: that head gives nothing, or at every position its mean over the prompt.

    Raises PromptError for an encoder.
    """
    batches = []
    for layer in range(run.n_layers):

        def switch(call: Call, output: torch.Tensor, rows: slice, layer: int = layer) -> torch.Tensor:
            if call.module.layer_idx != layer:
                return output
            off = torch.eye(run.n_heads, dtype=torch.bool, device=output.device)[rows, None, :, None]
            instead = output.mean(dim=1, keepdim=True) if to == "mean" else torch.zeros_like(output)
            return torch.where(off, instead, output)

        batches.append(_Batch(run.n_heads, 0, switch))
    return _run(model, run, batches, progress).reshaped(run.n_layers, run.n_heads)


def hides(hidden: torch.Tensor, layers: Collection[int] | None) -> RowEditor:
    """Hide the places of `hidden`, bool [case, 1 or head, query_pos, key_pos], from the attention of some layers."""

    def cut(call: Call, output: torch.Tensor, rows: slice) -> torch.Tensor:
        if layers is not None and call.module.layer_idx not in layers:
            return output
        return _attend_without(call, hidden[rows].to(output.device)).to(output.dtype)

    return cut


@dataclass(frozen=True, eq=False)
class _Batch:
    """Cases that begin at the same position: how many, the first position that they change, and what they change."""

    cases: int
    first: int
    edit: RowEditor

    def chunks(self, run: AttentionRun, cached: int) -> Iterator[slice]:
        """The cases in portions of at most TOKENS_AT_ONCE tokens and BYTES_AT_ONCE; `cached` bytes are copied a case.

        Scores, their mask and their weights take twelve bytes a head, query and key.
        """
        n_tokens = len(run.token_info)
        new = n_tokens - self.first
        taken = (cached if self.first else 0) + 12 * run.n_heads * new * n_tokens
        size = max(1, min(TOKENS_AT_ONCE // new, BYTES_AT_ONCE // taken))
        for start in range(0, self.cases, size):
            yield slice(start, min(start + size, self.cases))


def _run(
    model: LoadedModel,
    run: AttentionRun,
    batches: Sequence[_Batch],
    progress: Report | None,
    *,
    without_last: bool = False,
) -> Effects:
    require_decoder(run)
    ids = torch.tensor([run.input_ids], device=model.device)
    report = progress or (lambda share: None)
    with model.forward_lock(), torch.inference_mode():
        uncut = model.model(ids, use_cache=True, past_key_values=DynamicCache(), logits_to_keep=1)
    before = uncut.logits[0, -1].float()
    past = [(keys, values) for keys, values, *_ in uncut.past_key_values]
    cached = sum(keys.nbytes + values.nbytes for keys, values in past)
    rows = [np.zeros((3, 0), dtype=np.float32)]  # a single token has nothing to remove
    for done, batch in enumerate(batches):
        for chunk in batch.chunks(run, cached):
            rows.append(_compare(before, _logits(model, ids, past, batch, chunk), run.next_tokens[0].id))
        report((done + 1) / len(batches))
    found = np.concatenate(rows, axis=1)
    if without_last:
        found = np.pad(found, ((0, 0), (0, 1)), constant_values=np.nan)
    return Effects(run.next_tokens[0], *found)


def _logits(model: LoadedModel, ids: torch.Tensor, past: Sequence[Any], batch: _Batch, chunk: slice) -> torch.Tensor:
    """The next token's logits in some cases, [case, vocabulary]."""
    count, first = chunk.stop - chunk.start, batch.first
    cache = [(k[:, :, :first].expand(count, -1, -1, -1), v[:, :, :first].expand(count, -1, -1, -1)) for k, v in past]
    editor: Editor = lambda call, output: batch.edit(call, output, chunk)  # noqa: E731
    with model.forward_lock(), torch.inference_mode(), editing(editor):
        cached = {"use_cache": True, "past_key_values": DynamicCache(cache)} if first else {"use_cache": False}
        logits: torch.Tensor = model.model(ids[:, first:].expand(count, -1), logits_to_keep=1, **cached).logits
    return logits[:, -1].float()


def _compare(before: torch.Tensor, after: torch.Tensor, token: int) -> Float32:
    """Probability and logit change of a token and the KL divergence in bits, float32 [3, case]."""
    log_before, log_after = before.log_softmax(-1), after.log_softmax(-1)
    kl = (log_before.exp() * (log_before - log_after)).sum(-1) / np.log(2)
    found = torch.stack([log_after[:, token].exp(), after[:, token] - before[token], kl.clamp(min=0)])
    return np.asarray(found.cpu().numpy(), dtype=np.float32)


def _attend_without(call: Call, hidden: torch.Tensor) -> torch.Tensor:
    """The attention's output [case, query_pos, head, d_head] with some places hidden before the softmax."""
    scores = call.scores
    groups = scores.query.shape[1] // scores.key.shape[1]
    products = (scores.query @ repeat_kv(scores.key, groups).transpose(2, 3)).float() * scores.scale
    if scores.softcap is not None:
        products = scores.softcap * torch.tanh(products / scores.softcap)
    seen = earlier(products.shape[-2], products.shape[-1], products.device) if scores.mask is None else scores.mask
    weights = products.masked_fill(~seen | hidden, -torch.inf).softmax(-1).nan_to_num(0)
    return (weights.to(call.value.dtype) @ repeat_kv(call.value, groups)).transpose(1, 2).contiguous()
