"""TranslationRun: the round trip through a file, and files of the other kind of run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from attn_core import AttentionRun, TranslationRun, capture, translate
from attn_core.errors import RunFileError
from tests.support.comparing import same_attention
from tests.support.prompts import SHORT, TARGET
from tests.support.tiny_models import Tiny


@pytest.mark.parametrize(("name", "target"), [("t5", None), ("bart", "日本 \x00 é"), ("marian", TARGET)])
def test_round_trip(name: str, target: str | None, tiny: Tiny, tmp_path: Path) -> None:
    run = translate(tiny(name), SHORT, target)
    run.save(tmp_path / "a.run")
    again = TranslationRun.load(tmp_path / "a.run")
    for field in ("model", "kind", "prompt", "target", "generated", "next_tokens"):
        assert getattr(again, field) == getattr(run, field)
    assert list(again.stacks) == list(run.stacks) == ["encoder", "cross", "decoder"]
    for stack, attention in run.stacks.items():
        assert same_attention(attention, again.stacks[stack])
        np.testing.assert_array_equal(again.stacks[stack].pattern(1), attention.pattern(1))


def test_a_file_of_the_other_kind_of_run_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    translate(tiny("t5"), SHORT).save(tmp_path / "two")
    with pytest.raises(RunFileError, match=r"it is one of kind encoder-decoder, which TranslationRun\.load reads"):
        AttentionRun.load(tmp_path / "two")
    capture(tiny("llama"), SHORT).save(tmp_path / "one")
    with pytest.raises(RunFileError, match=r"it is one of kind decoder, which AttentionRun\.load reads"):
        TranslationRun.load(tmp_path / "one")
