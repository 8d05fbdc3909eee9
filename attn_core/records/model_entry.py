"""A model on offer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from attn_core.records.tokens import Kind

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class ModelEntry:
    """One model on offer. `repository` is a hub id, a folder's absolute path, or the address of a model on a server."""

    name: str  # the short name of links and of load_model
    title: str  # as shown: "Gemma 3 1B"
    repository: str
    kind: Kind
    parameters: int
    memory_mb: int  # what the model needs to run, in MB (10^6 bytes)
    licence: str
    description: str  # one sentence for students
    gated: bool = False  # the hub asks for a token and an accepted licence
    revision: str | None = None  # a branch, tag or commit of the hub; None is its main branch
    download_mb: int | None = None  # what is fetched from the hub, in MB; None where nobody noted it

    @property
    def is_remote(self) -> bool:
        """True where the model computes on a server."""
        return self.repository.startswith(("https://", "http://"))

    def fits(self, free: float) -> bool:
        """Whether so many free bytes are enough to run it."""
        return self.memory_mb * 1e6 <= free

    @property
    def is_local(self) -> bool:
        """True where the repository is a folder on this machine."""
        return Path(self.repository).is_absolute()

    @property
    def is_embedded(self) -> bool:
        """True where the model comes with this package."""
        return Path(self.repository).is_relative_to(_PACKAGE)
