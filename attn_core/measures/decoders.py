"""What is measured of a predicted next token is measured of decoders alone."""

from __future__ import annotations

from attn_core.errors import PromptError
from attn_core.records.run import AttentionRun


def require_decoder(run: AttentionRun) -> None:
    """Raise PromptError where a run predicts no next token, as an encoder's."""
    if run.kind != "decoder":
        raise PromptError(
            "This needs a predicted next token",
            "An encoder predicts none: it fills in [MASK]. Choose a decoder such as Gemma or GPT-2.",
        )
