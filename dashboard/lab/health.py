"""How the server does: its memory, its models and who waits for them. Nothing of it is about one visitor."""

from __future__ import annotations

import time
from importlib.metadata import version

import psutil

from attn_core import __version__
from attn_core.forward.loaded import Model
from attn_core.models.devices import free_bytes, in_words, limit_bytes
from lab import cache


def report() -> dict[str, str]:
    """What is told, by its name."""
    process = psutil.Process()
    minutes = int(time.time() - process.create_time()) // 60
    used = process.memory_info().rss
    models = {f"Model {name}": _of_model(model) for name, model in cache.loaded().items()}
    return {
        "Version": f"{__version__}, with torch {version('torch')}",
        "Running for": f"{minutes // 60} h {minutes % 60} min",
        "Memory": f"{in_words(used)} used, {in_words(free_bytes('cpu'))} free, {in_words(limit_bytes())} at most",
        **(models or {"Models": "none loaded yet"}),
    }


def _of_model(model: Model) -> str:
    if model.line is None:
        return f"{model.where}, where others may use it, too"
    there = len(model.line)
    queue = "nobody computes" if there == 0 else "one computes" + (f", {there - 1} wait" if there > 1 else "")
    return f"{in_words(model.bytes)}, {model.where}; {queue}"
