"""One text read and another written by an encoder–decoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy.typing as npt

from attn_core.records import runfile
from attn_core.records.attention import Attention
from attn_core.records.tokens import Kind, NextToken

_PLAIN = ("model", "prompt", "target", "generated")


@dataclass(frozen=True, eq=False)
class TranslationRun:
    """The three attentions of one text read and another written, and what would come next.

    The encoder and the decoder may differ in their depth; cross attention has a layer in each of the decoder's.
    """

    model: str
    prompt: str
    target: str  # what the decoder is shown as written, typed or generated
    generated: bool  # the target is the model's own, written greedily
    next_tokens: tuple[NextToken, ...]  # after the target, best first
    encoder: Attention  # the prompt looks at the prompt
    cross: Attention  # the target looks at the prompt
    decoder: Attention  # the target looks at its own beginning
    rounded_by: float = 0.0  # most that a weight of its last rows was changed by rounding on the way; 0 where none was
    kind: ClassVar[Kind] = "encoder-decoder"

    @property
    def stacks(self) -> dict[str, Attention]:
        """The attentions by name: "encoder", "cross" and "decoder"."""
        return {"encoder": self.encoder, "cross": self.cross, "decoder": self.decoder}

    def save(self, path: str | Path) -> None:
        """Write the run as one .npz file without pickle; the path is used as given."""
        runfile.write(path, *self.packed())

    def packed(self) -> tuple[runfile.Header, runfile.Arrays]:
        """The header and the arrays of its file."""
        header: runfile.Header = {name: getattr(self, name) for name in _PLAIN} | {"kind": self.kind}
        header |= {"prompt_tokens": runfile.rows(self.encoder.query_tokens)}
        header |= {"target_tokens": runfile.rows(self.decoder.query_tokens)}
        header |= {"next_tokens": runfile.rows(self.next_tokens)}
        arrays: runfile.Arrays = {}
        for name, attention in self.stacks.items():
            header[name], own = runfile.packed(attention, f"{name}_")
            arrays |= own
        return header | {"rounded_by": self.rounded_by}, arrays

    @classmethod
    def load(cls, path: str | Path) -> TranslationRun:
        """Read a run that `save` wrote. Raises RunFileError where the file is none."""
        return runfile.read(path, cls.unpacked)

    @classmethod
    def unpacked(cls, header: runfile.Header, arrays: Mapping[str, npt.NDArray[Any]]) -> TranslationRun:
        """The run of a header and arrays. Raises ValueError, LookupError or TypeError where they are none of one."""
        if header["kind"] != cls.kind:
            raise ValueError(f"it is one of kind {header['kind']}, which AttentionRun.load reads")
        prompt, target = runfile.tokens(header["prompt_tokens"]), runfile.tokens(header["target_tokens"])

        def stack(name: str, looking: runfile.Tokens, looked_at: runfile.Tokens) -> Attention:
            return runfile.unpacked(header[name], arrays, (looking, looked_at), f"{name}_")

        return cls(
            **{name: header[name] for name in _PLAIN},
            next_tokens=runfile.next_tokens(header["next_tokens"]),
            encoder=stack("encoder", prompt, prompt),
            cross=stack("cross", target, prompt),
            decoder=stack("decoder", target, target),
            rounded_by=header.get("rounded_by", 0.0),
        )
