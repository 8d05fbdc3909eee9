"""What the picker says of the models: their groups, and what each costs this server."""

from __future__ import annotations

from attn_core.models.catalog import Catalog
from attn_core.models.devices import in_words
from attn_core.records.model_entry import ModelEntry

HERE, SERVED, OPEN, GATED = "In this app", "On a server", "Open, downloaded once", "Needs a token"  # how a model is had
_SERVED = "Computes on a server, and takes no memory here."


def group(entry: ModelEntry) -> str:
    """How a model is had."""
    if entry.is_local:
        return HERE
    if entry.is_remote:
        return SERVED
    return GATED if entry.gated else OPEN


def grouped(catalog: Catalog) -> dict[str, list[ModelEntry]]:
    """The catalog's models in their groups, in which the catalog's order holds; a group of none is left out."""
    ordered = (HERE, SERVED, OPEN, GATED)
    found = {each: [entry for entry in catalog.values() if group(entry) == each] for each in ordered}
    return {each: entries for each, entries in found.items() if entries}


def cost(entry: ModelEntry, *, is_here: bool, free: float) -> str:
    """What a model that is not loaded is still to cost this server: its download, and memory beside what is `free`."""
    if entry.is_remote:
        return _SERVED
    size = "" if entry.download_mb is None else f"{in_words(entry.download_mb * 1e6)} "
    fetched = "" if entry.is_local else "Downloaded already. " if is_here else f"{size}to download. "
    room = f"{in_words(free)} are free" if entry.fits(free) else f"only {in_words(free)} are free"
    return f"{fetched}Needs {in_words(entry.memory_mb * 1e6)} of memory: {room}."


def loaded(entry: ModelEntry) -> str:
    """The same of a model that is loaded: nothing more."""
    if entry.is_remote:
        return _SERVED
    return f"Loaded, in {in_words(entry.memory_mb * 1e6)} of memory."
