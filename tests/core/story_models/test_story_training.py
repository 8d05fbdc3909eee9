"""Training: a run that ends early goes on from its checkpoint, and ends with a folder that loads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from attn_core import load_model
from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR, train


@pytest.mark.parametrize("shipped", [STORY_DIR, STORY_PAIR_DIR], ids=lambda folder: folder.name)
def test_a_run_goes_on_from_its_checkpoint(shipped: Path, tmp_path: Path) -> None:
    work = tmp_path / "work" / f"{shipped.name}-tokenizer"
    work.mkdir(parents=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):  # training one takes longer than all the rest here
        shutil.copy(shipped / name, work / name)
    for steps in (1, 2):
        train.main(["--model", shipped.name, "--steps", str(steps), "--work", str(work.parent), "--out", str(tmp_path)])
        record = json.loads((tmp_path / shipped.name / "training.json").read_text())
        assert record["step"] == steps
    assert record["tokens"] > 3072  # those of both steps, though two processes may have read them
    assert load_model(str(tmp_path / shipped.name)).n_layers == load_model(str(shipped)).n_layers
