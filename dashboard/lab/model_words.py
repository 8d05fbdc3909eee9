"""What the picker says of the models: their groups, their names in its box, and what each costs this server."""

from __future__ import annotations

import re
from collections import Counter

from attn_core.models.catalog import Catalog
from attn_core.models.devices import in_words
from attn_core.records.model_entry import ModelEntry

HERE, OPEN, GATED = "In this app", "Open, downloaded once", "Needs a token"  # how a model is had


def group(entry: ModelEntry) -> str:
    """How a model is had."""
    if entry.is_local:
        return HERE
    return GATED if entry.gated else OPEN


def grouped(catalog: Catalog) -> dict[str, list[ModelEntry]]:
    """The catalog's models in their groups, in which the catalog's order holds; a group of none is left out."""
    found = {each: [entry for entry in catalog.values() if group(entry) == each] for each in (HERE, OPEN, GATED)}
    return {each: entries for each, entries in found.items() if entries}


def labels(catalog: Catalog) -> dict[str, str]:
    """What the box and the address call each catalog name, group by group; no two are alike."""
    titles = Counter(entry.title for entry in catalog.values())
    return {
        entry.name: entry.title if titles[entry.title] == 1 else f"{entry.title} ({entry.name})"
        for entries in grouped(catalog).values()
        for entry in entries
    }


def known_as(catalog: Catalog) -> dict[str, str]:
    """Today's label for everything that an address may call a model: its catalog name, or what was written earlier.

    Where two models had one label, “Story · 4M”, an earlier address opened the later.
    """
    today = labels(catalog)
    earlier = {_earlier_label(entry): today[name] for name, entry in catalog.items()}
    return earlier | today | {label: label for label in today.values()}


def _earlier_label(entry: ModelEntry) -> str:
    size = _size(entry)
    return entry.title if entry.title.endswith(size) else f"{entry.title} · {size}"


def _size(entry: ModelEntry) -> str:
    millions = entry.parameters / 1e6
    return f"{millions / 1000:.0f}B" if millions >= 950 else f"{millions:.0f}M"


def cost(entry: ModelEntry, *, is_here: bool, free: float) -> str:
    """A model's size, unless its title has it, whether it is on this server, and its memory beside what is `free`."""
    parts = [] if re.search(r"\d\s?[MB]\b", entry.title) else [f"{_size(entry)} weights"]
    if not entry.is_local:
        size = "" if entry.download_mb is None else f"{in_words(entry.download_mb * 1e6)} "
        parts.append("downloaded already" if is_here else f"{size}to download")
    needed = f"needs {in_words(entry.memory_mb * 1e6)} of memory"
    parts.append(
        f"{needed}, {in_words(free)} are free" if fits(entry, free) else f"{needed}: only {in_words(free)} free"
    )
    return " · ".join(parts)


def fits(entry: ModelEntry, free: float) -> bool:
    """Whether `free` bytes of memory are enough."""
    return entry.memory_mb * 1e6 <= free
