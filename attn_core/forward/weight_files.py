"""The files that a model's weights are in: whether they are still what was loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from attn_core.errors import BrokenModelError


class FileState(NamedTuple):
    """A file as the disk knows it."""

    inode: int  # another one where a new file has taken the name
    size: int  # bytes
    written: int  # nanoseconds since 1970


@dataclass(frozen=True)
class WeightFiles:
    """The files of a model as they were when it was loaded.

    Small weights are copied into memory, and the files matter no more. Large ones stay in their files, which the system
    maps into memory: who writes to such a file changes the weights under the model, and who cuts it short ends the
    process that reads on. A file whose name is taken by a new one is no harm, for the old one stays until it is let go.
    """

    folder: Path
    states: tuple[tuple[str, FileState], ...]  # by the file's name
    mapped: bool

    def are_unchanged(self) -> bool:
        """Whether the weights in use are still the loaded ones."""
        if not self.mapped:
            return True
        now = dict(_states(self.folder))
        return all(now[name] == state for name, state in self.states if name in now and now[name].inode == state.inode)

    def require_unchanged(self, title: str) -> None:
        """Raise BrokenModelError where the weights in use are no longer the loaded ones."""
        if not self.are_unchanged():
            raise _changed(title, self.folder)

    def require_same(self, title: str) -> None:
        """Raise BrokenModelError where the folder has other files now."""
        if _states(self.folder) != self.states:
            raise _changed(title, self.folder)


def weight_files(folder: Path, *, mapped: bool) -> WeightFiles:
    """The safetensors files of a folder as they are now."""
    return WeightFiles(folder, _states(folder), mapped)


def _states(folder: Path) -> tuple[tuple[str, FileState], ...]:
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.safetensors")) if path.exists())
    return tuple((name, FileState(at.st_ino, at.st_size, at.st_mtime_ns)) for name, at in found)


def _changed(title: str, folder: Path) -> BrokenModelError:
    return BrokenModelError(
        f"The files of {title} were changed while it was in use",
        f"Somebody wrote to {folder}, and what it now computes would be wrong. Ask again: it is then loaded anew.",
    )
