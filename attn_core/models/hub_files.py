"""The files of a hub model: which are fetched, whether they are the announced ones, and room for them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

from attn_core.errors import NotEnoughDiskError
from attn_core.records.model_entry import ModelEntry

# Weights of other formats stay on the hub: pickle runs code, and the others we do not read.
PATTERNS = ["*.safetensors", "*.json", "*.spm", "tokenizer.model", "vocab.txt", "merges.txt"]
_DIGEST = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


class RemoteFile(NamedTuple):
    """What the hub says of one file."""

    size: int  # bytes
    digest: str  # SHA-256 of a large file; of a small one what git names it by, SHA-1 of a header and the bytes


@dataclass(frozen=True)
class Announced:
    """What the hub says of a model: the files to fetch, by their paths; none where it tells no sizes and digests."""

    repository: str
    commit: str | None
    files: Mapping[str, RemoteFile]

    def missing_bytes(self) -> int:
        """What is still to be fetched."""
        from huggingface_hub import try_to_load_from_cache

        return sum(
            file.size
            for name, file in self.files.items()
            if not isinstance(try_to_load_from_cache(self.repository, name, revision=self.commit), str)
        )


def announced(info: Any) -> Announced:
    """The same from the hub's ModelInfo."""
    files = {}
    for file in info.siblings or []:
        digest = file.lfs.sha256 if file.lfs else file.blob_id
        if file.size is not None and digest and any(fnmatch(file.rfilename, pattern) for pattern in PATTERNS):
            files[file.rfilename] = RemoteFile(file.size, digest)
    return Announced(info.id, info.sha, files)


def require_disk(entry: ModelEntry, announced: Announced) -> None:
    """Raise NotEnoughDiskError, with both numbers in it, where the files still to be fetched do not fit."""
    from huggingface_hub import constants

    cache = Path(constants.HF_HUB_CACHE)
    needed = announced.missing_bytes()
    existing = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise NotEnoughDiskError(
            f"{entry.title} does not fit on the disk",
            f"It needs {needed / 1e6:,.0f} MB, and {cache} has {free / 1e6:,.0f} MB free. Free some disk, or set"
            " HF_HOME to a folder on a larger one.",
        )


def can_be_loaded(folder: Path) -> bool:
    """Whether a config and every file of the weights are there."""
    index = folder / "model.safetensors.index.json"
    try:
        names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()) if index.is_file() else set()
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    weights = [folder / name for name in names] or list(folder.glob("*.safetensors"))
    return (folder / "config.json").is_file() and bool(weights) and all(file.is_file() for file in weights)


def damaged(folder: Path, announced: Announced) -> list[str]:
    """The files whose bytes are not the announced ones, by name."""
    return [name for name, file in announced.files.items() if not _is_as_announced(folder / name, file)]


def changed(folder: Path) -> list[str]:
    """The files of an earlier download whose bytes are no longer those that arrived, by name.

    The hub's cache names the bytes by the digest that the hub announced. Where it keeps no such names (a disk without
    links) nothing is known of them.
    """
    return [
        path.name for path in sorted(folder.iterdir()) if _DIGEST.fullmatch(path.resolve().name) and not _is_kept(path)
    ]


def discard(folder: Path, names: Iterable[str]) -> None:
    """Remove files, and what their links in the hub's cache point to, so that they are fetched anew."""
    for name in names:
        link = folder / name
        link.resolve().unlink(missing_ok=True)
        link.unlink(missing_ok=True)


def _is_kept(path: Path) -> bool:
    digest = path.resolve().name
    return path.is_file() and _is_as_announced(path, RemoteFile(path.stat().st_size, digest))


def _is_as_announced(path: Path, file: RemoteFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as stream:
        if len(file.digest) == 64:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.digest
        named = b"blob %d\0" % file.size + stream.read()  # https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
        return hashlib.sha1(named, usedforsecurity=False).hexdigest() == file.digest
