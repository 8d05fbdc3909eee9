"""A visitor's session without a browser: what a page sends over its WebSocket, and what the server answers."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE_S = 120.0
T = TypeVar("T")
_ID = re.compile(r"^\$\$ID-[0-9a-f]+-(?P<key>.+)$")


def in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """What visitors do, in an event loop of their own: the browser's tests have one in the main thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@dataclass
class Answer:
    """What came back to one interaction: how long it took, how many bytes it was, and its elements in order."""

    seconds: float = 0.0
    bytes: int = 0
    elements: list[Element] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """Tracebacks and messages of an error."""
        shown = [each.exception.message for each in self.elements if each.WhichOneof("type") == "exception"]
        alerts = [each.alert for each in self.elements if each.WhichOneof("type") == "alert"]
        return shown + [alert.body for alert in alerts if alert.format == alert.ERROR]


class Session:
    """One visitor. ``async with Session(address) as visitor: await visitor.open("single_sentence")``."""

    def __init__(self, address: str) -> None:
        self._address = address.replace("http://", "ws://") + "/_stcore/stream"
        self._socket: ClientConnection | None = None
        self._widgets: dict[str, str] = {}  # a widget's key: its identifier on the page that is shown
        self._values: dict[str, WidgetState] = {}  # by key: what this visitor has set
        self._pages: dict[str, str] = {}  # the page's name in the address: its hash
        self._page = ""
        self._query = ""

    async def __aenter__(self) -> Session:
        self._socket = await connect(self._address, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def open(self, page: str = "", **query: str) -> Answer:
        """Go to a page by its name in the address; the first one is the entrypoint's."""
        self._page, self._query = self._pages.get(page, ""), urlencode(query)
        return await self._rerun()

    async def choose(self, **values: str | list[str]) -> Answer:
        """Set widgets by their key, as typing or clicking does."""
        for key, value in values.items():
            state = WidgetState(id=self._widgets[key])
            if isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
            self._values[key] = state
        return await self._rerun()

    async def _rerun(self) -> Answer:
        assert self._socket is not None
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_script_hash = self._page
        known = [state for key, state in self._values.items() if self._widgets.get(key) == state.id]
        message.rerun_script.widget_states.widgets.extend(known)
        begun, answer = time.perf_counter(), Answer()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            while not self._take(await self._received(answer), answer):
                pass
        answer.seconds = time.perf_counter() - begun
        return answer

    async def _received(self, answer: Answer) -> ForwardMsg:
        assert self._socket is not None
        data = await self._socket.recv()
        assert isinstance(data, bytes)
        answer.bytes += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        return message

    def _take(self, message: ForwardMsg, answer: Answer) -> bool:
        """Keep what a message says; whether the run has ended with it."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            answer.elements.append(element)
            inner = getattr(element, element.WhichOneof("type") or "empty")
            if found := _ID.match(getattr(inner, "id", "")):
                self._widgets[found["key"]] = inner.id
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
