"""A model that is fetched and loaded in a thread of its own, while others are in use."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Literal

from attn_core.errors import AttnCoreError, HubUnreachableError
from attn_core.models.hub import Progress, ask, is_here
from attn_core.records.model_entry import ModelEntry

Stage = Literal["asking", "fetching", "ready", "failed", "absent"]

_ANSWER_S = 2.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """How far a background model is. "absent": the hub does not answer, and nobody had asked for this model."""

    stage: Stage
    words: str = ""  # what is being done, or why it failed
    share: float | None = None  # of what is being done, 0 to 1

    @property
    def is_settled(self) -> bool:
        """Nothing will change any more."""
        return self.stage in ("ready", "failed", "absent")


class BackgroundModel:
    """One attempt to have a model: the hub is asked once, and there is no second try in this process.

    `load` fetches and loads it, and is given a function that it tells its progress. `wanted`: a person named this
    model, so that a silent hub is a failure; otherwise it is passed over without a word.
    """

    def __init__(self, entry: ModelEntry, load: Callable[[Progress], object], *, wanted: bool) -> None:
        self.entry = entry
        self.state = State("asking")  # replaced whole, so that readers need no lock
        self._load, self._wanted = load, wanted
        self._started, self._lock = False, Lock()

    def start(self) -> None:
        """Begin, if nobody has yet. Returns at once."""
        with self._lock:
            if self._started:
                return
            self._started = True
        Thread(target=self._work, name="background-model", daemon=True).start()

    def follow(self, report: Progress) -> None:
        """Wait for the end, and report the progress meanwhile, for a visitor who chose this model."""
        self.start()
        while not (state := self.state).is_settled:
            report(state.words or f"Asking for {self.entry.title}", state.share)
            time.sleep(0.1)

    def _work(self) -> None:
        try:
            if not is_here(self.entry):
                ask(self.entry, _ANSWER_S)
            self._report(f"Fetching {self.entry.title}", None)
            self._load(self._report)
        except HubUnreachableError as error:
            silent = self.state.stage == "asking" and not self._wanted
            self.state = State("absent") if silent else self._failed(error)
        except AttnCoreError as error:
            self.state = self._failed(error)
        except Exception:
            _LOG.exception("%s could not be loaded", self.entry.title)
        else:
            self.state = State("ready")
        finally:
            if not self.state.is_settled:  # also where the thread itself is ended: who follows would wait for ever
                _LOG.error("The thread that loads %s has ended", self.entry.title)
                self.state = State("failed", f"{self.entry.title} could not be loaded. The log of this server has why.")

    def _report(self, words: str, share: float | None) -> None:
        self.state = State("fetching", words, share)

    def _failed(self, error: AttnCoreError) -> State:
        _LOG.warning("%s. %s", error.title, error.detail)
        return State("failed", f"{error.title}. {error.detail}")
