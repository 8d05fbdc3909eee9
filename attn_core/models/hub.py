"""Models from the Hugging Face hub: the download, its progress, and its errors in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attn_core.errors import BrokenModelError, GatedModelError, HubUnreachableError, ModelError, UnknownModelError
from attn_core.records.model_entry import ModelEntry

Progress = Callable[[str, float | None], None]

_TIMEOUT_S = 5.0
# Weights of other formats stay on the hub: pickle runs code, and the others we do not read.
_PATTERNS = ["*.safetensors", "*.json", "*.spm", "tokenizer.model", "vocab.txt", "merges.txt"]


def download(entry: ModelEntry, progress: Progress) -> Path:
    """The folder of a hub model on this machine, downloaded first where it is not yet complete.

    A token comes from HF_TOKEN or from `hf auth login`. Without a connection an earlier download is used. Raises
    GatedModelError, UnknownModelError, HubUnreachableError or BrokenModelError, each with the fix.
    """
    from huggingface_hub import snapshot_download  # here, because a local model needs no hub client

    try:
        return Path(
            snapshot_download(
                entry.repository,
                revision=entry.revision,
                local_files_only=not _answers(entry),
                allow_patterns=_PATTERNS,
                etag_timeout=_TIMEOUT_S,
                tqdm_class=_reporting_bar(entry.title, progress),
            )
        )
    except Exception as error:
        raise _in_words(entry, error) from error


def _answers(entry: ModelEntry) -> bool:
    """Whether the hub answers for this model in time, for the download asks without any limit."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        HfApi().model_info(entry.repository, revision=entry.revision, timeout=_TIMEOUT_S)
    except HFValidationError:
        raise
    except HfHubHTTPError as error:
        if error.response.status_code < 500:
            raise
        return False
    except Exception:  # whatever the network and the offline switches raise: an earlier download may do
        return False
    return True


def _in_words(entry: ModelEntry, error: Exception) -> ModelError:
    from huggingface_hub.errors import GatedRepoError, HFValidationError, RepositoryNotFoundError, RevisionNotFoundError

    page = f"https://huggingface.co/{entry.repository}"
    if isinstance(error, GatedRepoError) or (entry.gated and isinstance(error, RepositoryNotFoundError)):
        return GatedModelError(
            f"{entry.title} asks for a licence to be accepted",
            f"Accept it at {page}, make a read token at https://huggingface.co/settings/tokens, and set it as HF_TOKEN"
            " (a secret of that name where the app is hosted).",
        )
    if isinstance(error, RepositoryNotFoundError | RevisionNotFoundError | HFValidationError):
        return UnknownModelError(
            f"The hub has no {entry.repository}" + (f" at {entry.revision}" if entry.revision else ""),
            "Correct the repository and the revision in the catalog; a private model needs HF_TOKEN.",
        )
    if isinstance(error, OSError) and error.errno is not None:
        return BrokenModelError(
            f"{entry.title} could not be stored", f"{error.strerror}: {error.filename}. Free some disk, or set HF_HOME."
        )
    return HubUnreachableError(
        f"{entry.title} could not be downloaded",
        f"huggingface.co does not answer, and no earlier download is complete ({type(error).__name__}). Check the"
        " connection and try again, or choose Story, which needs none.",
    )


def _reporting_bar(title: str, progress: Progress) -> type[Any]:
    """A tqdm class that tells `progress` the bytes and shows nothing."""
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc,type-arg,unused-ignore]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **kwargs | {"disable": True})
            self.total, self.n = kwargs.get("total") or 0, kwargs.get("initial") or 0
            self._reports = kwargs.get("unit") == "B" and "Reconstructing" in (kwargs.get("desc") or "")

        def update(self, n: float | None = 1) -> None:
            self.n += n or 0
            if self._reports and self.total:
                words = f"Downloading {title}: {self.n / 1e6:,.0f} of {self.total / 1e6:,.0f} MB"
                progress(words, min(self.n / self.total, 1.0))

    return Bar
