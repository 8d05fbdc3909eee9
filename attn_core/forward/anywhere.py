"""The one place where a call finds out whether its model computes in this process or on a server."""

from __future__ import annotations

import inspect
from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from attn_core.forward.loaded import LoadedModel, Model

Given = ParamSpec("Given")
Result = TypeVar("Result")
Progress = Callable[[float], None]  # told the done share, 0 to 1


class DistantModel(Model):
    """A model whose weights are elsewhere: it can be asked, by the names of the calls that `anywhere` marks."""

    @abstractmethod
    def ask(self, call: str, arguments: Mapping[str, Any], progress: Progress | None) -> Any:
        """What the call gives there for these arguments, by their names. Raises what it would raise here, too."""


def anywhere(
    call: Callable[Concatenate[LoadedModel, Given], Result],
) -> Callable[Concatenate[Model, Given], Result]:
    """The same call for a model that is elsewhere, too: written once, for a loaded one."""
    form = inspect.signature(call)

    @wraps(call)
    def here_or_there(model: Any, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        if not isinstance(model, DistantModel):
            return call(model, *args, **kwargs)
        _, *named = form.bind(model, *args, **kwargs).arguments.items()
        arguments = dict(named)
        progress = arguments.pop("progress", None)
        result: Result = model.ask(call.__name__, arguments, progress)
        return result

    return here_or_there
