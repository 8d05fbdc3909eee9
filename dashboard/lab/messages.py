"""Text from visitors and models on the page: as it is, whatever characters it has."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from attn_core.errors import AttnCoreError
from lab import log

_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"  # has no width and allows no break


def plain(text: str) -> str:
    """Text with every Markdown sign escaped, for a prompt could load a remote image; "5 %" and "5 MB" stay whole.

    Addresses become links even where their signs are escaped, so they are cut by a character that can't be seen.
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", _LINK.sub(_JOINER, text))
    return re.sub(r" (?=\\%|(?<=\d )[MG]B\b)", "\u00a0", escaped)


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where it has more than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def quoted(text: str, limit: int = 40) -> str:
    """What a stranger wrote, to be named in a message: in quotation marks, cut where it is long, as plain text."""
    return f"“{plain(shortened(text, limit))}”"


def show_error(error: AttnCoreError) -> None:
    """What happened, the limit and the fix."""
    log.event("refusal", kind=type(error).__name__)
    st.error(f"**{plain(error.title)}.** {plain(error.detail)}", icon=":material/error:")


@contextmanager
def errors_shown() -> Iterator[None]:
    """Turn an error that a visitor may read into a message; what is already on the page stays."""
    try:
        yield
    except AttnCoreError as error:
        show_error(error)
