"""From a catalog name or a local folder to a model that is ready to be captured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM, AutoTokenizer

from attn_core.errors import BrokenModelError, CatalogError, ModelError, UnknownModelError, UnsupportedModelError
from attn_core.forward.loaded import LoadedModel, Model
from attn_core.forward.self_check import require_agreement
from attn_core.forward.weight_files import weight_files
from attn_core.models.catalog import Catalog, load_catalog
from attn_core.models.devices import LARGE, best_device, best_dtype, needed_bytes, places, require_memory
from attn_core.models.folder import kind_of, tensor_count, weight_counts
from attn_core.models.hub import Progress, download
from attn_core.models.marian_tokenizer import marian_tokenizer
from attn_core.models.remote import connect
from attn_core.models.shapes import lies_about_shapes, require_all_layers, require_sizes
from attn_core.records.model_entry import ModelEntry
from attn_core.records.tokens import Kind

_AUTO: dict[Kind, Any] = {
    "decoder": AutoModelForCausalLM, "encoder": AutoModelForMaskedLM, "encoder-decoder": AutoModelForSeq2SeqLM,
}  # fmt: skip
DeviceMap = str | Mapping[str, str | int]
# While transformers reads a model it replaces functions and the default dtype of the whole process: of two models read
# at once, one would come out with weights missing, and every later one after them.
_ONE_AT_A_TIME = Lock()


def load_model(
    name_or_path: str, *, progress: Progress | None = None, catalog: Catalog | None = None, **here: Any
) -> Model:
    """A model of the catalog, of a local Hugging Face folder, or at the address of a server: "https://host/model".

    One on a server computes there, and every call works on it the same. Others are loaded as `load_here` says, which
    `here` is given to. Raises a ModelError, with the fix in its text.
    """
    known = load_catalog() if catalog is None else catalog
    entry = known.get(name_or_path)
    address = name_or_path if entry is None else entry.repository
    if not address.startswith(("https://", "http://")):
        return load_here(name_or_path, progress=progress, catalog=known, **here)
    if progress:
        progress(f"Asking for {entry.title if entry else address}", None)
    return connect(entry or address)


def load_here(
    name_or_path: str,
    *,
    device: str | None = None,
    dtype: str | None = None,
    device_map: DeviceMap | None = None,
    progress: Progress | None = None,
    catalog: Catalog | None = None,
) -> LoadedModel:
    """Load a model of the catalog, or of a local Hugging Face folder, and check that its attention can be captured.

    device: "cuda", "mps" or "cpu"; by default the first of them that is there.
    dtype: "bfloat16" or "float32". By default float32, except for a bfloat16 checkpoint on a GPU that computes in
    it, and for one of 100 million weights or more on a CPU that has bfloat16 instructions, or too little memory for
    float32: weights in the checkpoint's dtype stay memory-mapped, others are copied at twice the size.
    device_map: spreads one model over several devices, as Accelerate reads it: "auto" fills all GPUs, then memory, then
    the disk; or a device by the name of each module, with "disk" for what is read anew at each use. It needs
    accelerate, which the extra `serve` brings.
    progress: called with what is being done, in words, and the share of it that is done (0 to 1, or None).
    catalog: by default `load_catalog()`.

    Only safetensors are read, and no code of a model is run. A model of fewer weights than that is copied into memory;
    a larger one reads on from its files, which are looked at before each forward. At the end eight tokens are read
    once, to compare our attention with the model's own. Raises a ModelError, with the fix in its text.
    """
    report = progress or (lambda words, share: None)
    device = device or best_device()
    entry = _entry(name_or_path, load_catalog() if catalog is None else catalog)
    folder = Path(entry.repository)
    if not entry.is_local:
        require_memory(entry.title, entry.memory_mb * 1e6, device)
        folder = download(entry, report)
    _require_kind(entry, folder)
    counts = weight_counts(folder)
    dtype = dtype or best_dtype(device, counts)
    if device_map is None:
        require_memory(entry.title, needed_bytes(dtype, counts), device)
    report(f"Loading {entry.title}", None)
    weights = sum(counts.values())
    files = weight_files(folder, mapped=device_map is not None or (device == "cpu" and weights >= LARGE))
    model, tokenizer = _read(entry, folder, dtype, weights, device_map)
    if device == "cpu" and not files.mapped:
        _copy_into_memory(model)
    files.require_same(entry.title)
    parts = places(getattr(model, "hf_device_map", {"": device}).values())
    loaded = LoadedModel(
        entry=entry,
        model=(model if device_map is not None else model.to(device)).eval(),
        tokenizer=tokenizer,
        device=device if device_map is None else str(model.device),
        dtype=dtype,
        where=f"{entry.title}, {dtype.replace('bfloat', 'bf')}, on {parts}",
        n_ctx=_context_length(model, tokenizer),
        n_parameters=model.num_parameters(),
        files=files,
    )
    report(f"Checking {entry.title}", None)
    require_agreement(loaded)
    return loaded


def _entry(name_or_path: str, catalog: Catalog) -> ModelEntry:
    if name_or_path in catalog:
        return catalog[name_or_path]
    folder = Path(name_or_path).expanduser().resolve()
    if not folder.is_dir():
        raise UnknownModelError(
            f"There is no model {name_or_path!r}",
            f"Use one of {', '.join(catalog)}, or the path of a folder that holds a Hugging Face model.",
        )
    weights = sum(weight_counts(folder).values())
    return ModelEntry(
        name=str(folder), title=folder.name, repository=str(folder), kind=kind_of(folder), parameters=weights,
        memory_mb=round(4 * weights / 1e6), licence="unknown", description="A model in a folder of this machine.",
    )  # fmt: skip


def _require_kind(entry: ModelEntry, folder: Path) -> None:
    if not folder.is_dir():
        raise BrokenModelError(f"{entry.title} is missing", f"There is no folder {folder}. Put the model there again.")
    kind = kind_of(folder)
    if kind != entry.kind:
        raise CatalogError("A catalog entry is wrong", f'In [{entry.name}], write kind = "{kind}": {folder} is one.')


def _read(
    entry: ModelEntry, folder: Path, dtype: str, weights: int, device_map: DeviceMap | None
) -> tuple[Any, Any]:  # fmt: skip
    auto = _AUTO[entry.kind]
    safely: dict[str, Any] = {"trust_remote_code": False, "local_files_only": True}
    spread = {} if device_map is None else {"device_map": device_map}
    try:
        require_sizes(
            folder, AutoConfig.from_pretrained(folder, **safely), weights=weights, tensors=tensor_count(folder)
        )
        tokenizer = marian_tokenizer(folder) or AutoTokenizer.from_pretrained(folder, **safely)
        with _ONE_AT_A_TIME:
            model, report = auto.from_pretrained(
                folder, dtype=getattr(torch, dtype), use_safetensors=True, output_loading_info=True,
                **safely, **spread,
            )  # fmt: skip
    except ModelError:
        raise
    except Exception as error:  # transformers raises whatever its parsers do
        raise lies_about_shapes(folder, error) or BrokenModelError(
            f"{entry.title} can't be loaded", f"{folder}: {error}. Copy or download the folder again."
        ) from error
    require_all_layers(folder, model, report["unexpected_keys"])
    if report["missing_keys"]:
        raise BrokenModelError(
            f"{entry.title} lacks weights",
            f"{folder} has no {', '.join(sorted(report['missing_keys'])[:3])}. Save it again with its head, with"
            " model.save_pretrained(folder).",
        )
    if not tokenizer.is_fast:
        raise UnsupportedModelError(
            f"{entry.title} has a slow tokenizer",
            f"{folder} does not say which characters a token is from. Add a tokenizer.json to it.",
        )
    return model, tokenizer


def _copy_into_memory(model: Any) -> None:
    """Let go of the files, which weights that needed no conversion are still read from."""
    for tensor in (*model.parameters(), *model.buffers()):
        tensor.data = tensor.data.clone()


def _context_length(model: Any, tokenizer: Any) -> int | None:
    limits = [getattr(model.config, "max_position_embeddings", None), tokenizer.model_max_length]
    for module in model.modules():
        # RoBERTa counts positions from after its padding number, so its table has room for fewer tokens.
        table = getattr(module, "position_embeddings", None)
        if isinstance(table, torch.nn.Embedding) and table.padding_idx is not None:
            limits.append(table.num_embeddings - table.padding_idx - 1)
    known = [int(limit) for limit in limits if limit is not None and limit < 10**9]  # 10^30 is the tokenizer's "none"
    return min(known, default=None)
