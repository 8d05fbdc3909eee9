"""What a recorded run's file says of its sizes, checked before anything of it is unpacked.

A stranger's file of a few kilobytes may unpack to terabytes, or announce an array that no memory holds.
"""

from __future__ import annotations

import math
import zipfile
from typing import IO

from numpy.lib import format as npy

MOST_BYTES = 4 << 30
"""All arrays of a file together. 8,192 tokens through 26 layers of four heads of 256 dimensions have 1.1 GB."""
MOST_HEADER_BYTES = 64 << 20
"""The JSON, which takes several times as much as objects. 8,192 tokens have 2 MB."""


def require_honest(file: IO[bytes]) -> None:
    """Raise ValueError where the file unpacks to too much, or an array says another size than is stored of it.

    What is declared binds: no more of an entry is ever unpacked. Raises zipfile.BadZipFile where it is no archive.
    """
    with zipfile.ZipFile(file) as archive:
        entries = {entry.filename: entry.file_size for entry in archive.infolist()}
        if len(entries) < len(archive.infolist()):
            raise ValueError("it has two arrays of one name")
        _require("it", sum(entries.values()), MOST_BYTES)
        _require("its header", entries.get("header.npy", 0), MOST_HEADER_BYTES)
        for name, size in entries.items():
            with archive.open(name) as entry:
                said = _announced(entry)
            if said != size:
                raise ValueError(f"the array {name[:40]!r} says that it has {said:,} bytes, and {size:,} are stored")


def _require(what: str, size: int, most: int) -> None:
    if size > most:
        raise ValueError(f"{what} unpacks to {size:,} bytes, and the limit is {most:,}")


def _announced(entry: IO[bytes]) -> int:
    """Bytes of a whole .npy as its first ones say: these themselves, and what the shape has numbers for."""
    version = npy.read_magic(entry)
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    if version not in readers:
        raise ValueError(f"an array has the format {version}, and numbers need 1.0 or 2.0")
    shape, _, dtype = readers[version](entry)
    if dtype.hasobject:
        raise ValueError("an array holds objects, which are never read (allow_pickle is off)")
    return entry.tell() + math.prod(shape) * dtype.itemsize
