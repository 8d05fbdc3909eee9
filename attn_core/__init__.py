"""Attention Lab's core: load a model, capture its attention, chart it. Knows nothing of Streamlit.

Importing the package costs neither torch nor transformers: they are imported when a model is loaded.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from attn_core.forward.capture import capture
from attn_core.forward.translate import translate
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun
from attn_core.records.translation import TranslationRun
from attn_core.version import __version__

if TYPE_CHECKING:
    from attn_core import charts, diagrams, frames, measures, pictures, readings, summaries
    from attn_core.models.loading import load_model

_FOLDERS = ("charts", "diagrams", "frames", "measures", "pictures", "readings", "summaries")

__all__ = [
    "AttentionRun",
    "Look",
    "TranslationRun",
    "__version__",
    "capture",
    "charts",
    "diagrams",
    "frames",
    "load_model",
    "measures",
    "pictures",
    "readings",
    "summaries",
    "translate",
]


def __getattr__(name: str) -> Any:
    if name in _FOLDERS:
        return importlib.import_module(f"attn_core.{name}")
    if name == "load_model":
        return importlib.import_module("attn_core.models.loading").load_model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
