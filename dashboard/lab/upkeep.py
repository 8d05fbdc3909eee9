"""What a server of many visitors does once a model is loaded, so that they do not wait for each other needlessly."""

from __future__ import annotations

import gc

from attn_core.forward.loaded import LoadedModel
from attn_core.forward.weight_files import WeightFiles

_files: dict[str, WeightFiles | None] = {}  # by catalog name, of the model that was loaded last


def after_loading(model: LoadedModel) -> bool:
    """Set what is loaded apart from the garbage collection, and choose how many threads compute.

    Whether its files are others than when it was loaded before: then what is kept of it is no longer true.
    """
    _set_apart()
    from attn_core.models.devices import choose_threads  # here, for it imports torch

    choose_threads(model.n_parameters)
    before = _files.get(model.entry.name, model.files)
    _files[model.entry.name] = model.files
    return before != model.files


def _set_apart() -> None:
    """Let the garbage collection that follows each rerun pass over what stays: 400,000 objects of torch and models.

    What was set apart before and is garbage by now, such as a model that had to go, is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
