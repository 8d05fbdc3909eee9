"""Begin with the weights of an earlier model of the same shape, though its tokenizer knew other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from attn_core.story_models.training.tokenizer import SPACE


def warm_start(model: torch.nn.Module, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Copy every weight of the model in ``folder`` into ``model``.

    A piece that both tokenizers know keeps its row of the embeddings; a new one gets the mean of the rows of the
    pieces that the earlier tokenizer makes of it.

    Raises:
        ValueError: the earlier model has another shape.
    """
    earlier: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    rows = _rows(earlier, tokenizer)
    own = model.state_dict()
    for name, stored in load_file(folder / "model.safetensors").items():
        tensor = stored.float()
        if len(tensor) == len(earlier):  # one row a piece
            tensor = torch.stack([tensor[ids].mean(0) for ids in rows])
        here = [*own[name].shape] if name in own else "nothing"
        if here != [*tensor.shape]:
            raise ValueError(f"{folder}: {name} is {[*tensor.shape]} there and {here} here; train without --start")
        own[name].copy_(tensor)


def _rows(earlier: Any, tokenizer: PreTrainedTokenizerFast) -> list[list[int]]:
    """For each piece of ``tokenizer`` the ids that the earlier tokenizer gives its text."""
    known, unknown = earlier.get_vocab(), earlier.unk_token_id
    rows = []
    for piece in tokenizer.convert_ids_to_tokens(list(range(len(tokenizer)))):
        ids = [known[piece]] if piece in known else _encoded(earlier, piece)
        rows.append(ids or [unknown])
    return rows


def _encoded(earlier: Any, piece: str) -> list[int]:
    """Ids of a piece's text; without its leading space where it has none (the tokenizer always puts one first)."""
    ids: list[int] = earlier(piece.replace(SPACE, " ").strip() or piece, add_special_tokens=False)["input_ids"]
    return ids
