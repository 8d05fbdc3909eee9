"""The shapes of the two embedded models."""

from __future__ import annotations

from transformers import BertConfig, BertForMaskedLM, Gemma3ForCausalLM, Gemma3TextConfig


def story_config(vocabulary: int) -> Gemma3TextConfig:
    """Gemma 3: 8 layers x 4 heads on one key-value head; local (16 tokens) and global layers in turn."""
    return Gemma3TextConfig(
        vocab_size=vocabulary, hidden_size=192, intermediate_size=512, num_hidden_layers=8, num_attention_heads=4,
        num_key_value_heads=1, head_dim=48, query_pre_attn_scalar=48, max_position_embeddings=1024,
        sliding_window=16, layer_types=["sliding_attention", "full_attention"] * 4,
        pad_token_id=0, eos_token_id=1, bos_token_id=2, tie_word_embeddings=True, attention_dropout=0.0,
    )  # fmt: skip


def pair_config(vocabulary: int) -> BertConfig:
    """BERT: 4 layers x 4 heads."""
    return BertConfig(
        vocab_size=vocabulary, hidden_size=192, intermediate_size=768, num_hidden_layers=4, num_attention_heads=4,
        max_position_embeddings=512, type_vocab_size=2, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        pad_token_id=0, tie_word_embeddings=True,
    )  # fmt: skip


def new_story_model(vocabulary: int) -> Gemma3ForCausalLM:
    """An untrained ``story``."""
    return Gemma3ForCausalLM(story_config(vocabulary))


def new_pair_model(vocabulary: int) -> BertForMaskedLM:
    """An untrained ``story-pair``."""
    return BertForMaskedLM(pair_config(vocabulary))
