"""A larger model than the one at hand."""

from __future__ import annotations

from attn_core.forward.loaded import Model
from attn_core.models.catalog import Catalog
from attn_core.models.devices import best_device, free_bytes
from attn_core.models.hub import is_here
from attn_core.records.model_entry import ModelEntry


def next_larger(model: Model, catalog: Catalog) -> ModelEntry | None:
    """The smallest larger model of the catalog that does the same and fits in what this machine has free, if any.

    One that is here goes before those that are to be downloaded.
    """
    free = free_bytes(best_device())
    larger = (
        entry
        for entry in catalog.values()
        if entry.kind == model.kind and entry.parameters > model.entry.parameters and entry.fits(free)
    )
    return min(larger, key=lambda entry: (not is_here(entry), entry.parameters), default=None)
