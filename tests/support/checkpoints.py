"""Random checkpoints of the Llama family on disk, with a tokenizer: SmolLM2-135M's true shape, and a tiny one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from tests.support.tiny_tokenizers import byte_level

SMOLLM2: dict[str, Any] = {
    "hidden_size": 576, "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
    "intermediate_size": 1536, "vocab_size": 49152, "max_position_embeddings": 8192, "tie_word_embeddings": True,
}  # fmt: skip
TINY: dict[str, Any] = {
    "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
    "intermediate_size": 64, "vocab_size": 512, "max_position_embeddings": 128, "tie_word_embeddings": True,
}  # fmt: skip


def save_llama(folder: Path, shape: dict[str, Any]) -> Path:
    """Write a checkpoint of this shape, in bfloat16 as SmolLM2's is, with random weights."""
    with torch.device("meta"):
        model: Any = LlamaForCausalLM(LlamaConfig(**shape, bos_token_id=0, eos_token_id=0, dtype=torch.bfloat16))
    model = model.to(torch.bfloat16).to_empty(device="cpu")
    model.tie_weights()
    torch.manual_seed(0)
    noise = (torch.randn(1 << 16) * 0.05).to(torch.bfloat16)  # one stretch of it over and over: drawing takes seconds
    for name, weight in model.named_parameters():
        flat = weight.data.view(-1)
        flat.copy_(noise.repeat(len(flat) // len(noise) + 1)[: len(flat)])
        if "norm" in name:
            flat.fill_(1.0)
    rotary = model.model.rotary_emb
    rotary.inv_freq = LlamaForCausalLM(LlamaConfig(**TINY)).model.rotary_emb.inv_freq  # is not saved
    model.save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def _tokenizer() -> PreTrainedTokenizerFast:
    """Byte-level BPE as SmolLM2's, without a token before the text."""
    end = "<|endoftext|>"
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=byte_level(end), bos_token=end, eos_token=end, model_max_length=8192
    )
