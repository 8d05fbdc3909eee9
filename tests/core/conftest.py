"""Tiny models of every supported architecture, built in code and saved to disk once a session."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from attn_core.forward.loaded import LoadedModel
from attn_core.models.loading import load_model
from attn_core.records.model_entry import ModelEntry

from .encoder_decoders import ENCODER_DECODERS, MarianFiles, unigram_tokenizer

CORPUS = [
    "Jide was hungry so she went looking for food.",
    "The artist loved the sea. She chose her blue paint and began to paint the waves.",
    "The cat sat on the mat, and the dog lay on the rug; nobody saw them.",
    "Omar was cold and Lena was sick. Omar asked for a coat. \"Thanks,\" he said.",
]  # fmt: skip
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
    **ENCODER_DECODERS,
}  # fmt: skip


def byte_level_tokenizer() -> Any:
    """Byte-level BPE without a <bos>, as GPT-2's."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=400, special_tokens=["<|endoftext|>"], initial_alphabet=alphabet)
    )
    return transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|endoftext|>")


def byte_level_encoder_tokenizer() -> Any:
    """Byte-level BPE with <s>, </s> and <mask>, as RoBERTa's."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=400, special_tokens=specials, initial_alphabet=alphabet)
    )
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>",
        mask_token="<mask>", cls_token="<s>", sep_token="</s>",
    )  # fmt: skip


def metaspace_tokenizer() -> Any:
    """BPE with ▁ for a space, byte fallback and <bos>, as Gemma's."""
    specials = ["<pad>", "<eos>", "<bos>", "<unk>"]
    byte_pieces = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^▁]+|▁"), "isolated")
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=600, special_tokens=specials + byte_pieces))
    # Trained as specials so that they are in the vocabulary; as such they must not be found in text.
    state = tokenizer.model
    rebuilt = Tokenizer(state)
    rebuilt.normalizer, rebuilt.pre_tokenizer = tokenizer.normalizer, tokenizer.pre_tokenizer
    rebuilt.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    rebuilt.add_special_tokens(specials)
    rebuilt.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A <bos>:1 $B:1", special_tokens=[("<bos>", 2)]
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=rebuilt, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>"
    )


def wordpiece_tokenizer() -> Any:
    """Lower-case WordPiece with [CLS], [SEP] and [MASK], as BERT's."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=200, special_tokens=specials))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        mask_token="[MASK]",
    )  # fmt: skip


TOKENIZERS: dict[str, Callable[[], Any]] = {
    "bytes": cache(byte_level_tokenizer),
    "bytes-encoder": cache(byte_level_encoder_tokenizer),
    "metaspace": cache(metaspace_tokenizer),
    "wordpiece": cache(wordpiece_tokenizer),
    "unigram": cache(unigram_tokenizer),
    "marian": cache(MarianFiles),
}


def save_tiny(folder: Path, config: str, architecture: str, sizes: dict[str, Any], tokenizer: str) -> Path:
    """A random model of few weights, with its tokenizer, as a Hugging Face folder of safetensors."""
    torch.manual_seed(7)
    words = TOKENIZERS[tokenizer]()
    settings = getattr(transformers, config)(**{"pad_token_id": 1} | sizes, vocab_size=len(words))
    model = getattr(transformers, architecture)(settings)
    with torch.no_grad():  # larger than the usual start, so that patterns are far from even
        for weights in model.parameters():
            weights.add_(torch.randn_like(weights) * 0.2)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Tiny matrices gain nothing from more threads, which wait for each other where the machine is busy."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny model by the name of its architecture."""

    @cache
    def folder(name: str) -> Path:
        return save_tiny(tmp_path_factory.mktemp("models") / name, *ARCHITECTURES[name])

    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Callable[[str], Path]) -> Callable[[str], LoadedModel]:
    """A loaded tiny model by the name of its architecture, on the CPU."""

    @cache
    def model(name: str) -> LoadedModel:
        return load_model(str(tiny_folder(name)), device="cpu", catalog={})

    return model


@pytest.fixture
def copy(tiny_folder: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a tiny model's folder, to be broken."""

    def make(name: str) -> Path:
        return Path(shutil.copytree(tiny_folder(name), tmp_path / name))

    return make


def entry(repository: str, **changes: object) -> dict[str, ModelEntry]:
    """A catalog of one model."""
    fields: dict[str, object] = {
        "name": "mine", "title": "My model", "repository": repository, "kind": "decoder", "parameters": 1000,
        "memory_mb": 1, "licence": "MIT", "description": "A model of a test.",
    }  # fmt: skip
    return {"mine": ModelEntry(**fields | changes)}  # type: ignore[arg-type]
