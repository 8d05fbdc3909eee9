"""What a server of many visitors does once a model is loaded, so that they do not wait for each other needlessly."""

from __future__ import annotations

import gc
import os

import torch

from attn_core.forward.loaded import LoadedModel

SMALL = 100_000_000
"""Parameters: a forward of fewer is not worth a second thread, which spins while others compute."""


def after_loading(model: LoadedModel) -> None:
    """Set what is loaded apart from the garbage collection, and choose how many threads compute."""
    _set_apart()
    torch.set_num_threads(1 if model.n_parameters < SMALL else os.cpu_count() or 1)  # of all threads begun from now on


def _set_apart() -> None:
    """Let the garbage collection that follows each rerun pass over what stays: 400,000 objects of torch and models.

    What was set apart before and is garbage by now, such as a model that had to go, is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
