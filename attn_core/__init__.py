"""Attention Lab's core: load a model, capture its attention, chart it. Knows nothing of Streamlit.

Importing the package costs neither torch nor transformers: they are imported when a model is loaded.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

# Not lazily: a submodule that is imported later would hide the function of the same name.
from attn_core.forward.capture import capture
from attn_core.records.run import AttentionRun, TranslationRun

if TYPE_CHECKING:
    from attn_core import charts
    from attn_core.models.loading import load_model

__all__ = ["AttentionRun", "TranslationRun", "capture", "charts", "load_model"]


def __getattr__(name: str) -> Any:
    if name == "charts":
        return importlib.import_module("attn_core.charts")
    if name == "load_model":
        return importlib.import_module("attn_core.models.loading").load_model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
