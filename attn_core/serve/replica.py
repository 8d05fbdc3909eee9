"""A replica: some models in one process, which answers the calls that come to it over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ray import serve
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from attn_core.errors import AttnCoreError, UnknownModelError
from attn_core.forward import batch
from attn_core.forward.loaded import LoadedModel
from attn_core.models.loading import load_here
from attn_core.records import parcel
from attn_core.serve import calls, door, work
from attn_core.serve.config import Limits, Pool
from attn_core.serve.work import Progress

_PLAIN = ("device", "dtype", "where", "n_ctx", "n_parameters", "depths", "n_heads", "family", "specials")
_ENTRY = ("title", "kind", "parameters", "licence", "description")


@dataclass(frozen=True, eq=False)
class Ready:
    """A model in memory, and whether several texts may be read in one forward of it."""

    model: LoadedModel
    batches: bool


class _Wanted(NamedTuple):
    """A capture that may be read with others."""

    model: LoadedModel
    text: batch.Text
    rounded: bool


class Replica:
    """What Ray Serve makes some of. `loaded` is added where the number of models at once is known."""

    async def __init__(self, pool: Pool, limits: Limits) -> None:  # type: ignore[misc]  # Ray Serve awaits it
        import torch

        self._pool, self._limits = pool, limits
        self._names = {Path(name).name: name for name in pool.models}  # a folder is known by its own name
        self._threads = ThreadPoolExecutor(pool.replicas.at_once, thread_name_prefix="compute")
        torch.set_num_threads(max(1, int(pool.replicas.cpus)))
        self._batched.set_max_batch_size(pool.replicas.batch)  # type: ignore[attr-defined]
        await self.loaded(pool.models[0])  # before it takes requests: an update then costs nobody the wait

    async def loaded(self, name: str) -> Ready:
        """The model of a name, loaded where it is not yet in memory."""
        raise NotImplementedError

    async def load(self, name: str) -> Ready:
        """Load a model, and try whether it can be read in batches."""
        return await asyncio.to_thread(self._load, name)

    async def __call__(self, request: Request) -> Response:
        try:
            asked = await door.let_in(request, self._limits)
            name = self._known(asked.model)
            found = {} if asked.call == "card" else calls.arguments(asked.call, asked.arguments, self._limits)
        except door.TurnedAwayError as refusal:
            return refusal.response
        except UnknownModelError as error:
            return door.TurnedAwayError(404, error).response
        except AttnCoreError as error:
            return door.TurnedAwayError(422, error).response

        async def computing(report: Progress) -> bytes:
            ready = await self.loaded(name)
            if asked.call == "card":
                return card(ready.model)
            if asked.call == "capture" and ready.batches:
                captured = await self._batched(_Wanted(ready.model, batch.Text(**found), asked.rounded))
                if isinstance(captured, Exception):
                    raise captured
                return captured
            compute = partial(calls.compute, ready.model, asked.call, found, self._limits, report)
            return await work.in_thread(self._threads, lambda: parcel.packed(compute(), rounded=asked.rounded))

        return StreamingResponse(work.answer(computing, asked.seconds), media_type="application/octet-stream")

    @serve.batch(max_batch_size=8, batch_wait_timeout_s=0)
    async def _batched(self, wanted: Sequence[_Wanted]) -> list[bytes | Exception]:
        """Captures that came while another batch was read; nobody waits for others to come."""
        return await work.in_thread(self._threads, partial(_captured, wanted))

    def _known(self, name: str) -> str:
        if name not in self._names:
            raise UnknownModelError(f"There is no model {name!r} here", f"There are {', '.join(self._names)}.")
        return self._names[name]

    def _load(self, name: str) -> Ready:
        pool = self._pool
        model = load_here(name, device=pool.device, dtype=pool.dtype, device_map=pool.device_map)
        return Ready(model, pool.replicas.batch > 1 and model.kind != "encoder-decoder" and batch.agrees(model))


def card(model: LoadedModel) -> bytes:
    """What a client has to know of a model, as JSON."""
    entry = {name: getattr(model.entry, name) for name in _ENTRY}
    return json.dumps({name: getattr(model, name) for name in _PLAIN} | {"entry": entry}).encode()


def _captured(wanted: Sequence[_Wanted]) -> list[bytes | Exception]:
    """The packed runs of captures, of one model or of several, in their order."""
    found: dict[int, bytes | Exception] = {}
    for model in {id(each.model): each.model for each in wanted}.values():
        mine = [number for number, each in enumerate(wanted) if each.model is model]
        for number, run in zip(mine, batch.capture_many(model, [wanted[n].text for n in mine]), strict=True):
            found[number] = run if isinstance(run, Exception) else parcel.packed(run, rounded=wanted[number].rounded)
    return [found[number] for number in range(len(wanted))]
