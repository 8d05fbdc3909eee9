"""What a server of many visitors does once a model is loaded, so that they do not wait for each other needlessly."""

from __future__ import annotations

import gc

from attn_core.forward.loaded import LoadedModel


def after_loading(model: LoadedModel) -> None:
    """Set what is loaded apart from the garbage collection, and choose how many threads compute."""
    _set_apart()
    from attn_core.models.devices import choose_threads  # here, for it imports torch

    choose_threads(model.n_parameters)


def _set_apart() -> None:
    """Let the garbage collection that follows each rerun pass over what stays: 400,000 objects of torch and models.

    What was set apart before and is garbage by now, such as a model that had to go, is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
