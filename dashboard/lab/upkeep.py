"""What a server of many visitors does so that they do not wait for each other, and its memory stays small."""

from __future__ import annotations

import ctypes
import gc
from functools import cache

from attn_core.forward.loaded import Model
from attn_core.forward.weight_files import WeightFiles

_files: dict[str, WeightFiles | None] = {}  # by catalog name, of the model that was loaded last

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1  # names of glibc's malloc.h
_LARGE = 128 * 1024  # bytes of a block that goes back to the system as soon as it is free


@cache
def return_memory() -> None:
    """Let what is freed go back to the system, where the C library is glibc.

    By itself it keeps the blocks of every thread apart and for good: 60 long prompts took 650 MB, of which 100 MB were
    in use.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return  # macOS, Windows, musl
    for option, value in ((_ARENA_MAX, 2), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE)):
        mallopt(option, value)


def after_loading(model: Model) -> bool:
    """Set what is loaded apart from the garbage collection, and choose how many threads compute it here.

    Whether its files are others than when it was loaded before: then what is kept of it is no longer true.
    """
    from attn_core.models.devices import choose_threads  # here, for it imports torch

    _set_apart()
    if not model.entry.is_remote:
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
