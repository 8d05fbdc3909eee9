"""What a model folder holds, read from its config and from the headers of its weights, before anything is loaded."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any

from transformers import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)

from attn_core.errors import BrokenModelError, UnsupportedModelError
from attn_core.records.tokens import Kind


def kind_of(folder: Path) -> Kind:
    """What a folder's model does, from its config.json.

    It writes on ("decoder"), fills in masks ("encoder"), or reads one text and writes another ("encoder-decoder").
    Raises BrokenModelError where there is no readable config, UnsupportedModelError where it does none of these.
    """
    config = _config(folder)
    model_type: Any = config.get("model_type")
    architecture = str((config.get("architectures") or [""])[0])
    if "auto_map" in config and model_type not in CONFIG_MAPPING:
        raise _unsupported(folder, f"{model_type!r} brings code of its own, and that is never run")
    if model_type not in CONFIG_MAPPING:
        raise _unsupported(folder, f"the installed transformers does not know the architecture {model_type!r}")
    if config.get("is_encoder_decoder"):
        written = MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES.get(model_type)
        if written and architecture in ("", written):
            return "encoder-decoder"
        raise _unsupported(folder, f"{architecture or model_type} does not read one text and write another")
    if architecture.endswith(("ForCausalLM", "LMHeadModel")):
        return "decoder"
    if model_type in MODEL_FOR_MASKED_LM_MAPPING_NAMES:
        return "encoder"
    if model_type in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES and not architecture.endswith("ForConditionalGeneration"):
        return "decoder"
    raise _unsupported(folder, f"{architecture or model_type} neither writes on nor fills in masks, in text alone")


def weight_counts(folder: Path) -> dict[str, int]:
    """Number of weights by safetensors dtype ("BF16", "F32" …), from the headers alone.

    Raises BrokenModelError where there is no safetensors file, or one is cut short or no safetensors file.
    """
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise BrokenModelError(
            "The model has no safetensors file",
            f"{folder} holds no *.safetensors. Save it with model.save_pretrained(folder): other formats can run code"
            " when they are opened, and are not read.",
        )
    counts: dict[str, int] = {}
    for file in files:
        for tensor in _header(file).values():
            counts[tensor["dtype"]] = counts.get(tensor["dtype"], 0) + prod(tensor["shape"])
    return counts


def tensor_count(folder: Path) -> int:
    """Number of tensors in the safetensors files, from their headers; errors as `weight_counts`."""
    return sum(len(_header(file)) for file in folder.glob("*.safetensors"))


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(config, dict):
            raise ValueError("it is not a JSON object")
    except FileNotFoundError as error:
        raise BrokenModelError(
            "The model folder has no config.json", f"{folder} is not a Hugging Face model. Name the folder that is."
        ) from error
    except (OSError, ValueError) as error:
        raise BrokenModelError(
            "The model's config.json can't be read", f"{path}: {error}. Copy it from its source again."
        ) from error
    return config


def _header(file: Path) -> dict[str, Any]:
    """The table of tensors: 8 bytes of length, then JSON (https://huggingface.co/docs/safetensors)."""
    try:
        total = file.stat().st_size
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if length > total - 8:
                raise ValueError(f"it has {total:,} bytes and its header alone would have {length:,}")
            header: dict[str, Any] = json.loads(stream.read(length))
        header.pop("__metadata__", None)
        expected = 8 + length + max((tensor["data_offsets"][1] for tensor in header.values()), default=0)
        if total != expected:
            raise ValueError(f"it has {total:,} bytes and should have {expected:,}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenModelError(
            "A weights file is broken", f"{file}: {error}. Copy or download the file again."
        ) from error
    return header


def _unsupported(folder: Path, reason: str) -> UnsupportedModelError:
    return UnsupportedModelError(
        "This model can't be shown",
        f"{folder.name}: {reason}. Choose a decoder such as Gemma 3, an encoder such as BERT, or an encoder–decoder"
        " such as T5.",
    )
