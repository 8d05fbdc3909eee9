"""Every supported architecture in a few weights: configuration, class, sizes and kind of tokenizer."""

from __future__ import annotations

from typing import Any

_BART: dict[str, Any] = {
    "d_model": 32, "encoder_layers": 3, "decoder_layers": 2, "encoder_attention_heads": 4, "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48, "max_position_embeddings": 128,
}  # fmt: skip
# The encoder is deeper than the decoder everywhere, and in BART the two differ in their heads.
_ENCODER_DECODERS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "t5": (
        "T5Config", "T5ForConditionalGeneration",
        {"d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 3, "num_decoder_layers": 2, "num_heads": 4,
         "relative_attention_num_buckets": 8, "relative_attention_max_distance": 16, "pad_token_id": 0,
         "eos_token_id": 1, "decoder_start_token_id": 0}, "unigram",
    ),
    "bart": (
        "BartConfig", "BartForConditionalGeneration",
        _BART | {"decoder_attention_heads": 2, "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
                 "decoder_start_token_id": 2, "forced_bos_token_id": 0}, "bytes-encoder",
    ),
    "marian": (
        "MarianConfig", "MarianMTModel",
        _BART | {"decoder_attention_heads": 4, "pad_token_id": 2, "eos_token_id": 0, "forced_eos_token_id": 0,
                 "decoder_start_token_id": 2, "scale_embedding": True}, "marian",
    ),
}  # fmt: skip
_SMALL: dict[str, Any] = {
    "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 128,
}  # fmt: skip
_ENCODER: dict[str, Any] = {
    "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4,
    "max_position_embeddings": 128,
}  # fmt: skip
_GEMMA = _SMALL | {"num_hidden_layers": 4, "sliding_window": 8, "query_pre_attn_scalar": 8}
_LAYERS = ["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"]
ARCHITECTURES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "gemma3": ("Gemma3TextConfig", "Gemma3ForCausalLM", _GEMMA | {"layer_types": _LAYERS}, "metaspace"),
    "gemma2": (
        "Gemma2Config", "Gemma2ForCausalLM", _GEMMA | {"attn_logit_softcapping": 2.0, "layer_types": _LAYERS},
        "metaspace",
    ),
    "llama": ("LlamaConfig", "LlamaForCausalLM", _SMALL, "metaspace"),
    "qwen3": ("Qwen3Config", "Qwen3ForCausalLM", _SMALL, "bytes"),
    "gpt2": ("GPT2Config", "GPT2LMHeadModel", {"n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 128}, "bytes"),
    "opt": (
        "OPTConfig", "OPTForCausalLM", _ENCODER | {"ffn_dim": 48, "word_embed_proj_dim": 32}, "bytes",
    ),
    "phi": ("PhiConfig", "PhiForCausalLM", _ENCODER | {"num_key_value_heads": 4}, "bytes"),
    "bert": ("BertConfig", "BertForMaskedLM", _ENCODER, "wordpiece"),
    "roberta": (
        "RobertaConfig", "RobertaForMaskedLM", _ENCODER | {"type_vocab_size": 1, "max_position_embeddings": 130},
        "bytes-encoder",
    ),
    "distilbert": (
        "DistilBertConfig", "DistilBertForMaskedLM",
        {"dim": 32, "n_layers": 3, "n_heads": 4, "hidden_dim": 48, "max_position_embeddings": 128}, "wordpiece",
    ),
    **_ENCODER_DECODERS,
}  # fmt: skip

DECODERS = ["gemma3", "gemma2", "llama", "qwen3", "gpt2", "opt", "phi"]
ENCODERS = ["bert", "roberta", "distilbert"]
ENCODER_DECODERS = list(_ENCODER_DECODERS)
