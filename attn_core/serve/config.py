"""What one file configures: the models of a cluster, their replicas, and what one request may cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from attn_core.errors import CatalogError

_STRICT = ConfigDict(extra="forbid")
Count = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, config=_STRICT)
class Limits:
    """What one request may cost."""

    characters: Count = 20_000  # of all its texts together
    tokens: Count = 2_048  # of a text; a model may read fewer
    body_kb: Count = 1_000
    seconds: Annotated[float, Field(gt=0)] = 120.0


@dataclass(frozen=True, config=_STRICT)
class Replicas:
    """How many there are: one more as long as each has `busy_at` requests, up to `most`."""

    least: Count = 1
    most: Count = 1
    busy_at: Annotated[float, Field(gt=0)] = 2.0
    at_once: Count = 8  # requests that one replica takes; short ones go between the portions of long ones
    waiting: Count = 200  # requests that wait for a free replica, at each entrance; further ones are refused
    cpus: Annotated[float, Field(ge=0)] = 1.0
    gpus: Annotated[float, Field(ge=0)] = 0.0
    batch: Count = 8  # captures that are read in one forward, where that changes no number by more than 1e-5
    drain_s: Annotated[float, Field(gt=0)] = 60.0  # a replica that goes has so long to end what it began


@dataclass(frozen=True, config=_STRICT)
class Pool:
    """Models that share replicas; of several, each replica keeps those in memory that were asked for last."""

    models: Annotated[tuple[str, ...], Field(min_length=1)]  # names of the catalog, or folders
    route: Annotated[str, Field(pattern=r"^/([\w-]+)?$")] = "/"  # before a model's name in its address
    replicas: Replicas = Replicas()
    models_at_once: Count = 2
    device: str | None = None
    dtype: str | None = None
    device_map: str | None = None  # "auto" spreads a model over all GPUs of its replica


@dataclass(frozen=True, config=_STRICT)
class Config:
    """A whole server."""

    pools: Annotated[dict[str, Pool], Field(min_length=1)]
    limits: Limits = Limits()
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    cluster: str | None = None  # the address of a Ray cluster; None starts one on this machine


def read(path: Path) -> Config:
    """The configuration of a YAML file. Raises CatalogError, which names what is wrong in it."""
    try:
        return checked(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogError("The configuration can't be read", f"{path}: {error}.") from error


def checked(raw: object) -> Config:
    """The same of what is in the file. Raises CatalogError."""
    try:
        config = TypeAdapter(Config).validate_python(raw)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CatalogError("The configuration is wrong", f"{faults}. docs/serving.md has an example.") from error
    routes = [pool.route for pool in config.pools.values()]
    if len(set(routes)) < len(routes):
        raise CatalogError("The configuration is wrong", "Two pools have the same route. Give each one of its own.")
    return config
