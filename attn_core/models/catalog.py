"""The models on offer: the catalog of the package, and a teacher's own file over it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from attn_core.errors import CatalogError
from attn_core.records.model_entry import ModelEntry
from attn_core.records.tokens import Kind

CATALOG_VARIABLE = "ATTENTION_LAB_CATALOG"
DEFAULT_MODEL = "story"
REAL_MODEL = "smollm2-135m"  # an open one for English, small enough for a free server

_BUILT_IN = Path(__file__).with_name("catalog.toml")
_EXAMPLES = {  # how a right line looks, for the error about a wrong one
    "title": '"Gemma 3 1B"',
    "repository": '"google/gemma-3-1b-pt", "./models/mine" or "https://host/model"',
    "kind": '"decoder", "encoder" or "encoder-decoder"',
    "parameters": "999_885_952",
    "memory_mb": "2_400",
    "licence": '"Apache-2.0"',
    "description": '"One sentence for students."',
    "gated": "true",
    "revision": '"main"',
    "download_mb": "270",
}
_OPTIONAL = ("gated", "revision", "download_mb")
_ADDRESSES = ("https://", "http://")

Catalog = Mapping[str, ModelEntry]


def load_catalog(extra: str | Path | None = None) -> Catalog:
    """The built-in entries, then those of `extra`, by name; an extra entry replaces a built-in one of its name.

    `extra` is a TOML file of the form of attn_core/catalog.toml; None reads the one that the environment
    variable ATTENTION_LAB_CATALOG names, if any. Raises CatalogError, which names the entry, the field and the fix.
    """
    extra = extra or os.environ.get(CATALOG_VARIABLE)
    catalog = _read(_BUILT_IN)
    return catalog | _read(Path(extra).expanduser()) if extra else catalog


def _read(path: Path) -> dict[str, ModelEntry]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogError(
            "The catalog file can't be read",
            f"{path}: {error.strerror}. Correct {CATALOG_VARIABLE}, or remove it to use the built-in models.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError("The catalog file is not TOML", f"{path}: {error}. Correct that line.") from error
    return {name: _entry(path, name, table) for name, table in tables.items()}


def _entry(path: Path, name: str, table: Any) -> ModelEntry:
    if not isinstance(table, dict):
        raise CatalogError(
            "A catalog entry is wrong", f"{path}: {name!r} stands outside an entry. Put it under a line [its-name]."
        )
    known = {field.name: field for field in fields(ModelEntry) if field.name != "name"}
    for key in table:
        if key not in known:
            raise _wrong(path, name, key, f"is not known. Use one of: {', '.join(known)}")
    remote = str(table.get("repository")).startswith(_ADDRESSES)
    for key in known:
        if key not in table and key not in _OPTIONAL and not (remote and key == "memory_mb"):
            raise _wrong(path, name, key, f"is missing. Add a line such as {key} = {_EXAMPLES[key]}")
        if key in table and not _fits(key, table[key]):
            raise _wrong(path, name, key, f"is {table[key]!r}. Write for example {key} = {_EXAMPLES[key]}")
    repository = table["repository"]
    if remote:
        table = {"memory_mb": 0} | table  # it takes none here
    elif repository.startswith((".", "/", "~")):
        repository = str((path.resolve().parent / Path(repository).expanduser()).resolve())
    elif repository.count("/") > 1 or "\\" in repository:
        raise _wrong(path, name, "repository", f"is {repository!r}. A folder starts with ./, ../ or /")
    return ModelEntry(**{**table, "name": name, "repository": repository})


def _fits(key: str, value: object) -> bool:
    if key in ("parameters", "memory_mb", "download_mb"):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if key == "gated":
        return isinstance(value, bool)
    if key == "kind":
        return value in get_args(Kind)
    return isinstance(value, str) and bool(value.strip())


def _wrong(path: Path, name: str, key: str, problem: str) -> CatalogError:
    return CatalogError("A catalog entry is wrong", f"{path}: in [{name}], {key} {problem}.")
