"""Everything that can go wrong, as types whose text can be shown to a visitor.

The tree::

    AttnCoreError                     title: what happened; detail: the limit and the fix
    ├── ModelError                    a model can't be had
    │   ├── UnknownModelError         no catalog entry and no folder of that name
    │   ├── CatalogError              a catalog file is missing or has a wrong entry
    │   ├── GatedModelError           the hub wants a token or an accepted licence
    │   ├── HubUnreachableError       the hub does not answer
    │   ├── HubBusyError              the hub asks to wait
    │   ├── BrokenModelError          a file is missing, unreadable or not safetensors
    │   ├── UnsupportedModelError     the architecture's attention can't be captured truthfully
    │   ├── NotEnoughMemoryError      the model needs more than the machine has free
    │   ├── NotEnoughDiskError        the model needs more than the disk has free
    │   ├── ServerUnreachableError    the server on which a model computes does not answer
    │   └── RefusedError              the server on which a model computes refuses a request
    ├── PromptError                   a prompt can't be used
    │   ├── EmptyPromptError          nothing to read
    │   └── PromptTooLongError        more tokens than the limit
    ├── RunFileError                  a recorded run can't be read
    ├── ConversionError               a picture can't be written in a form
    ├── BusyError                     another visitor's forward did not end in time
    └── GivenUpError                  who asked for the work has left or stopped it
"""


class AttnCoreError(Exception):
    """An error a visitor may read: `title` says what happened, `detail` the limit and the fix."""

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(f"{title}: {detail}")
        self.title = title
        self.detail = detail


class ModelError(AttnCoreError):
    """A model can't be had."""


class UnknownModelError(ModelError):
    """No catalog entry and no folder of that name."""


class CatalogError(ModelError):
    """A catalog file is missing or has a wrong entry."""


class GatedModelError(ModelError):
    """The hub wants a token, or its holder has not accepted the licence."""


class HubUnreachableError(ModelError):
    """The hub does not answer."""


class HubBusyError(ModelError):
    """The hub has had too many requests from here, and asks to wait."""


class BrokenModelError(ModelError):
    """A model's file is missing, unreadable or not safetensors."""


class UnsupportedModelError(ModelError):
    """The architecture's attention can't be captured truthfully."""


class NotEnoughMemoryError(ModelError):
    """The model needs more memory than the machine has free."""


class NotEnoughDiskError(ModelError):
    """The model's files need more than the disk has free."""


class ServerUnreachableError(ModelError):
    """The server on which a remote model computes does not answer."""


class RefusedError(ModelError):
    """The server on which a remote model computes refuses a request: its token, its size, or what it asks."""


class PromptError(AttnCoreError):
    """A prompt can't be used."""


class EmptyPromptError(PromptError):
    """There is nothing to read in the prompt."""


class PromptTooLongError(PromptError):
    """The prompt has more tokens than the limit."""


class RunFileError(AttnCoreError):
    """A recorded run can't be read."""


class ConversionError(AttnCoreError):
    """A picture can't be written in a form, such as SVG."""


class BusyError(AttnCoreError):
    """Another visitor's forward did not end within the wait."""


class GivenUpError(AttnCoreError):
    """Who asked for the work has left, or stopped it."""
