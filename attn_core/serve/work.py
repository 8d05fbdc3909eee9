"""What a replica does for one request: it computes in a thread, and says meanwhile how far it is."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from typing import TypeVar

from attn_core.errors import AttnCoreError, BusyError
from attn_core.forward.wanted import require_wanted, until
from attn_core.records import wire

Result = TypeVar("Result")
Progress = Callable[[float], None]
_LOG = logging.getLogger(__name__)


async def answer(computing: Callable[[Progress], Awaitable[bytes]], seconds: float) -> AsyncIterator[bytes]:
    """The lines and bytes of an answer, as `wire` has them; at most `seconds` long.

    Where the reader goes, `computing` is cancelled.
    """
    loop = asyncio.get_running_loop()
    shares: asyncio.Queue[float | None] = asyncio.Queue()
    task = asyncio.ensure_future(computing(lambda share: _from_any_thread(loop, shares, share)))
    task.add_done_callback(lambda _: shares.put_nowait(None))
    end = loop.time() + seconds
    try:
        while not task.done():
            if loop.time() >= end:
                yield wire.line(error=wire.told(_late(seconds)))
                return
            try:
                async with asyncio.timeout(min(wire.AT_IT_EVERY_S, end - loop.time())):
                    share = await shares.get()
            except TimeoutError:
                yield wire.line()
            else:
                if share is not None:
                    yield wire.line(share=share)
        found = _found(task)
        if isinstance(found, bytes):
            yield wire.line(bytes=len(found)) + found
        else:
            yield wire.line(error=wire.told(found))
    finally:
        task.cancel()


async def in_thread(pool: Executor, work: Callable[[], Result]) -> Result:
    """What `work` gives in a thread of the pool; where this is cancelled, it ends with its next look at a model."""
    given_up = threading.Event()

    def wanted() -> Result:
        with until(given_up.is_set):
            require_wanted()
            return work()

    try:
        return await asyncio.get_running_loop().run_in_executor(pool, wanted)
    finally:
        given_up.set()


def _from_any_thread(loop: asyncio.AbstractEventLoop, shares: asyncio.Queue[float | None], share: float) -> None:
    require_wanted()
    loop.call_soon_threadsafe(shares.put_nowait, share)


def _found(task: asyncio.Future[bytes]) -> bytes | Exception:
    try:
        return task.result()
    except (AttnCoreError, IndexError) as error:
        return error
    except Exception as error:
        _LOG.exception("a request could not be computed")
        return error


def _late(seconds: float) -> BusyError:
    return BusyError(
        "This takes too long", f"It was not done within {seconds:g} seconds. Use a shorter text, or try again later."
    )
