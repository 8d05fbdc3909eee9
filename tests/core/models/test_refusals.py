"""load_model on what can not be loaded or not be shown: each its own error, with the fix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from attn_core import load_model
from attn_core.errors import BrokenModelError, CatalogError, ModelError, UnknownModelError, UnsupportedModelError
from tests.support.catalog import entry
from tests.support.tiny_models import Folder, save_tiny


def refused(folder: Path, error: type[ModelError], words: str) -> None:
    with pytest.raises(error, match=words):
        load_model(str(folder), device="cpu", catalog={})


def test_a_name_that_is_nothing() -> None:
    with pytest.raises(UnknownModelError, match=r"'gpt5'.*Use one of story, story-pair, gemma-3-1b"):
        load_model("gpt5")


def test_an_entry_whose_folder_is_gone(tmp_path: Path) -> None:
    with pytest.raises(BrokenModelError, match=r"There is no folder .*gone"):
        load_model("mine", catalog=entry(str(tmp_path / "gone")))


def test_an_entry_of_the_wrong_kind(tiny_folder: Folder) -> None:
    with pytest.raises(CatalogError, match=r'In \[mine\], write kind = "encoder"'):
        load_model("mine", catalog=entry(str(tiny_folder("bert"))))


def test_files_that_are_missing(copy: Folder, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", BrokenModelError, r"no config\.json|no safetensors")
    folder = copy("llama")
    (folder / "tokenizer.json").unlink()
    refused(folder, BrokenModelError, "llama can't be loaded")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    refused(folder, BrokenModelError, r"save_pretrained\(folder\): other formats can run code")
    (folder / "config.json").unlink()
    refused(folder, BrokenModelError, r"no config\.json|no safetensors")


@pytest.mark.parametrize("text", ["{", "[]", "", "\x00"])
def test_a_broken_config(text: str, copy: Folder) -> None:
    folder = copy("gpt2")
    (folder / "config.json").write_text(text)
    refused(folder, BrokenModelError, r"config\.json can't be read.*Copy it")


def test_a_broken_tokenizer(copy: Folder) -> None:
    folder = copy("gpt2")
    (folder / "tokenizer.json").write_text("{}")
    refused(folder, BrokenModelError, "gpt2 can't be loaded")


@pytest.mark.parametrize("damage", ["cut", "longer", "text", "empty"])
def test_broken_weights(damage: str, copy: Folder) -> None:
    folder = copy("gpt2")
    path = folder / "model.safetensors"
    content = path.read_bytes()
    path.write_bytes(
        {"cut": content[:-100], "longer": content + b"x", "text": b"version https://git-lfs", "empty": b""}[damage]
    )
    refused(folder, BrokenModelError, "A weights file is broken.*Copy or download the file again")


def test_weights_that_are_missing_are_never_made_up(copy: Folder) -> None:
    folder = copy("llama")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 4}))
    refused(folder, BrokenModelError, r"lacks weights.*model\.layers\.3\.")


def test_weights_that_are_no_numbers(copy: Folder) -> None:
    folder = copy("gpt2")
    model: Any = transformers.AutoModelForCausalLM.from_pretrained(folder)
    with torch.no_grad():
        model.transformer.wpe.weight[:] = float("nan")
    model.save_pretrained(folder)
    refused(folder, BrokenModelError, "computes no numbers")


def test_code_of_a_model_is_never_run(copy: Folder) -> None:
    folder = copy("llama")
    config = json.loads((folder / "config.json").read_text())
    (folder / "modeling_mine.py").write_text("raise SystemExit('ran')")
    auto_map = {"AutoConfig": "modeling_mine.Mine", "AutoModelForCausalLM": "modeling_mine.Mine"}
    (folder / "config.json").write_text(json.dumps(config | {"auto_map": auto_map}))
    assert load_model(str(folder), device="cpu", catalog={}).n_layers == 3  # transformers' own Llama
    (folder / "config.json").write_text(json.dumps(config | {"auto_map": auto_map, "model_type": "mine"}))
    refused(folder, UnsupportedModelError, "'mine' brings code of its own, and that is never run")
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "mine"}))
    refused(folder, UnsupportedModelError, "does not know the architecture 'mine'")


UNSUPPORTED: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "bloom": ("BloomConfig", "BloomForCausalLM", {"hidden_size": 32, "n_layer": 2, "n_head": 4}, "code of its own"),
    "mpt": ("MptConfig", "MptForCausalLM", {"d_model": 32, "n_layers": 2, "n_heads": 4}, "code of its own"),
    "falcon": (
        "FalconConfig", "FalconForCausalLM", {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4},
        "code of its own",
    ),
    "longt5": (
        "LongT5Config", "LongT5ForConditionalGeneration",
        {"d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_heads": 4, "decoder_start_token_id": 0},
        "4 of its 6 layers",
    ),
    "t5-that-never-starts": (
        "T5Config", "T5ForConditionalGeneration",
        {"d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_heads": 4, "decoder_start_token_id": None},
        "does not say with which token its decoder starts",
    ),
    "bart-classifier": (
        "BartConfig", "BartForSequenceClassification",
        {"d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
         "decoder_attention_heads": 4, "encoder_ffn_dim": 48, "decoder_ffn_dim": 48, "eos_token_id": 2},
        "BartForSequenceClassification does not read one text and write another",
    ),
    "mamba": ("MambaConfig", "MambaForCausalLM", {"hidden_size": 32, "num_hidden_layers": 2}, "0 of its 2 layers"),
    "gpt-oss": (
        "GptOssConfig", "GptOssForCausalLM",
        {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
         "num_key_value_heads": 2, "head_dim": 8, "num_local_experts": 2, "num_experts_per_tok": 1},
        "attends by more than queries and keys",
    ),
    "diffllama": (
        "DiffLlamaConfig", "DiffLlamaForCausalLM",
        {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4},
        "4 of its 2 layers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_attention_that_would_be_shown_wrongly_is_refused(name: str, tmp_path: Path) -> None:
    config, architecture, sizes, words = UNSUPPORTED[name]
    refused(save_tiny(tmp_path / name, config, architecture, sizes, "bytes"), UnsupportedModelError, words)
