"""What the picker says of the models: their groups, their names in its box, and what each costs this server."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from attn_core.models.catalog import Catalog
from attn_core.models.devices import in_words
from attn_core.records.model_entry import ModelEntry


@dataclass(frozen=True)
class Group:
    """Models that are had in the same way."""

    title: str
    mark: str  # in the box, behind a model's name


HERE = Group("In this app", "in this app")
OPEN = Group("Open, downloaded once", "open")
GATED = Group("Needs a token", "token")
GROUPS = (HERE, OPEN, GATED)


def group(entry: ModelEntry) -> Group:
    """How a model is had."""
    if entry.is_local:
        return HERE
    return GATED if entry.gated else OPEN


def grouped(catalog: Catalog) -> dict[Group, list[ModelEntry]]:
    """The catalog's models in their groups, in which the catalog's order holds; a group of none is left out."""
    found = {each: [entry for entry in catalog.values() if group(entry) == each] for each in GROUPS}
    return {each: entries for each, entries in found.items() if entries}


def labels(catalog: Catalog) -> dict[str, str]:
    """What the box shows for each catalog name, group by group; no two are alike."""
    titles = Counter(entry.title for entry in catalog.values())
    ordered = [entry for entries in grouped(catalog).values() for entry in entries]
    found: dict[str, str] = {}
    for entry in ordered:
        title = entry.title if titles[entry.title] == 1 else f"{entry.title} ({entry.name})"
        label = f"{title} · {group(entry).mark}"
        found[entry.name] = label if label not in found.values() else f"{label} ({entry.name})"
    return found


def earlier_labels(catalog: Catalog) -> dict[str, str]:
    """The catalog name of what an earlier version wrote into the address: “Story · 4M”, “Gemma 3 1B”.

    Where two models had one such name, the address opened the later.
    """
    return {_earlier_label(entry): name for name, entry in catalog.items()}


def _earlier_label(entry: ModelEntry) -> str:
    size = _size(entry)
    return entry.title if entry.title.endswith(size) else f"{entry.title} · {size}"


def _size(entry: ModelEntry) -> str:
    millions = entry.parameters / 1e6
    return f"{millions / 1000:.0f}B" if millions >= 950 else f"{millions:.0f}M"


def cost(entry: ModelEntry, *, is_here: bool, free: float) -> str:
    """A model's size, whether it is on this server already, and whether its memory is there, `free` in bytes."""
    parts = [] if re.search(r"\d\s?[MB]\b", entry.title) else [f"{_size(entry)} weights"]
    if not entry.is_local:
        size = "" if entry.download_mb is None else f" {in_words(entry.download_mb * 1e6)}"
        parts.append("downloaded already" if is_here else f"to download:{size}" if size else "to download")
    needed = entry.memory_mb * 1e6
    fits = "fits" if needed <= free else "too large"
    return f"{', '.join([*parts, f'memory: {in_words(needed)} of {in_words(free)} free'])}, {fits}"
