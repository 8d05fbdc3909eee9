"""A teacher replaces a model's files while visitors use it: what they see, and what they typed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from attn_core.models import loading
from attn_core.story_models import STORY_DIR
from tests.dashboard.catalogs import BROKEN
from tests.dashboard.support import OpenPage, charts, choose_model, messages, model_shown, seen

PROMPT = "Omar was cold so he"
WEIGHTS = "model.safetensors"


@pytest.fixture
def mine(fresh_caches: None, teacher_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a model on offer that reads on from it, as large ones do."""
    folder = teacher_file.with_name("mine")
    shutil.copytree(STORY_DIR, folder)
    teacher_file.write_text(BROKEN.replace("[broken]", "[mine]").replace("Broken", "Mine").replace("./empty", "./mine"))
    monkeypatch.setattr(loading, "LARGE", 1)
    return folder / WEIGHTS


def test_other_weights_are_loaded_and_drawn(open_page: OpenPage, mine: Path) -> None:
    app = open_page("single_sentence", model="mine", prompt=PROMPT)
    assert model_shown(app) == "mine"
    before = charts(app)
    torch.manual_seed(0)
    changed = {name: tensor + torch.randn_like(tensor) * 0.1 for name, tensor in load_file(mine).items()}
    with mine.open("r+b") as stream:  # the same file, and no new one under its name
        save_file(changed, mine.with_name("new"), {"format": "pt"})
        stream.write(mine.with_name("new").read_bytes())
    app.run()
    assert model_shown(app) == "mine"
    assert messages(app) == ""
    assert app.text_input(key="prompt").value == PROMPT
    assert len(charts(app)) == len(before)
    assert charts(app) != before


def test_weights_cut_short_get_words_and_the_text_stays(open_page: OpenPage, mine: Path) -> None:
    app = open_page("single_sentence", model="mine", prompt=PROMPT)
    whole = mine.read_bytes()
    os.truncate(mine, 5000)
    app.run()
    assert not app.exception
    assert "A weights file is broken" in messages(app)
    assert "it has 5,000 bytes" in seen(messages(app))
    choose_model(app, "Story")
    assert app.text_input(key="prompt").value == PROMPT
    assert charts(app)
    mine.write_bytes(whole)
    choose_model(app, "Mine")
    assert model_shown(app) == "mine"
    assert messages(app) == ""
    assert app.text_input(key="prompt").value == PROMPT
