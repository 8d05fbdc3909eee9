"""Where a model runs: the device, the dtype, and whether there is memory for it. Bytes everywhere."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import psutil
import torch

from attn_core.errors import NotEnoughMemoryError

_BYTES = {"bfloat16": 2, "float32": 4}
LARGE = 100_000_000
"""Weights: below, float32 costs under 400 MB and gives every machine the same numbers."""
_FAST_WITH_BF16 = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")  # instruction sets: x86, then ARM
_WORK_SPACE = 1.2  # a fifth more than the weights: activations, and the copy made while a tensor is converted
_CGROUP_FILES = {  # controller of /proc/self/cgroup: limit, usage, and names of cached pages; version 2, version 1
    "": ("memory.max", "memory.current", ("inactive_file", "active_file")),
    "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes", ("total_inactive_file", "total_active_file")),
}


def best_device() -> str:
    """The first of "cuda", "mps" and "cpu" that this machine has."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def best_dtype(device: str, counts: Mapping[str, int]) -> str:
    """The dtype by the rule that `load_model` states, from the number of weights by stored dtype ("BF16" …)."""
    weights = sum(counts.values())
    if counts.get("BF16", 0) < weights / 2 or device == "mps":
        return "float32"
    if device.startswith("cuda"):
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    abilities = torch.cpu.get_capabilities()
    fast = any(abilities.get(name, False) for name in _FAST_WITH_BF16)
    wanted = weights >= LARGE and (fast or needed_bytes("float32", counts) > free_bytes(device))
    return "bfloat16" if wanted else "float32"


def choose_threads(n_parameters: int) -> None:
    """Let threads begun from now on compute a small model alone: for so little another one mostly spins and waits."""
    torch.set_num_threads(1 if n_parameters < LARGE else os.cpu_count() or 1)


def place(device: str) -> str:
    """A device in words: "NVIDIA H100"."""
    if device.startswith("cuda"):
        return str(torch.cuda.get_device_name(device))
    return {"mps": "this Mac's GPU", "cpu": "this CPU"}[device]


def places(devices: Iterable[str | int]) -> str:
    """Several devices in words, each once, with how many of a kind there are: "2 × NVIDIA H100, the disk"."""
    named = [f"cuda:{device}" if isinstance(device, int) else str(device) for device in dict.fromkeys(devices)]
    counts = Counter("the disk" if device == "disk" else place(device) for device in named)
    return ", ".join(words if count == 1 else f"{count} × {words}" for words, count in counts.items())


def needed_bytes(dtype: str, counts: Mapping[str, int]) -> float:
    """What so many weights take in `dtype`, and the space to work. Raises ValueError on a dtype we do not use."""
    if dtype not in _BYTES:
        raise ValueError(f"dtype is {dtype!r}, and must be one of {', '.join(_BYTES)}")
    return _WORK_SPACE * _BYTES[dtype] * sum(counts.values())


def require_memory(title: str, needed: float, device: str) -> None:
    """Raise NotEnoughMemoryError, with both numbers in it, where the device has less than `needed` bytes free."""
    free = free_bytes(device)
    if needed > free:
        raise NotEnoughMemoryError(
            f"{title} does not fit in memory",
            f"It needs {in_words(needed)}, and {place(device)} has {in_words(free)} free. Choose a smaller model, or"
            " close other programs.",
        )


def free_bytes(device: str, root: Path = Path("/")) -> int:
    """What this process can still take on a device: what is available, or less where a cgroup limits it."""
    if device.startswith("cuda"):
        return int(torch.cuda.mem_get_info(device)[0])
    return max(0, min([int(psutil.virtual_memory().available), *(left for _, left in _cgroups(root))]))


def limit_bytes(root: Path = Path("/")) -> int:
    """What this machine's memory holds, or less where a cgroup limits what this process may take of it."""
    return min([int(psutil.virtual_memory().total), *(limit for limit, _ in _cgroups(root))])


def _cgroups(root: Path) -> Iterator[tuple[int, int]]:
    """Of each limited cgroup that this process is in the limit and what is left of it.

    Pages that only cache files count as left, for they can be taken back.
    """
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return  # no Linux
    for _, controllers, inside in (line.split(":", 2) for line in lines):
        if controllers not in _CGROUP_FILES:
            continue
        limit_file, usage_file, cached = _CGROUP_FILES[controllers]
        top = root / "sys/fs/cgroup" / controllers
        # A container often sees its own cgroup as the top, and not the path that the host knows it by.
        mine = PurePosixPath(inside.lstrip("/"))
        for folder in (top / mine, *(top / above for above in mine.parents)):
            try:
                limit, usage = int((folder / limit_file).read_text()), int((folder / usage_file).read_text())
                statistics = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
            except (OSError, ValueError):
                continue  # not there, or no limit: version 2 then says "max"
            yield limit, limit - usage + sum(int(statistics.get(name, 0)) for name in cached)


def in_words(size: float) -> str:
    """Bytes as people say them: "700 MB", "2.4 GB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
