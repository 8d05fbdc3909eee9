"""Training: a run that ends early goes on from its checkpoint, and ends with a folder that loads."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer

from attn_core.models.loading import load_here
from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR, train
from attn_core.story_models.stories.roll_calls import Stage
from attn_core.story_models.training import batches
from attn_core.story_models.training.architecture import new_story_model
from attn_core.story_models.training.dropout import add_dropout
from attn_core.story_models.training.examples import Example, pair_examples, story_examples
from attn_core.story_models.training.muon import nearly_orthogonal
from attn_core.story_models.training.run import Run, Settings
from attn_core.story_models.training.speed import computes_bf16
from attn_core.story_models.training.warm_start import warm_start

PASSAGES, STORIES = Stage(1.0, 0.0, 0.0, 0.0, everyday=1.0), Stage(1.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(STORY_DIR, local_files_only=True)


def _tiny(shipped: Path, folder: Path, steps: int) -> Settings:
    """Few and short batches, with the shipped tokenizer: training one takes longer than all the rest here."""
    work = folder / "work"
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (work / f"{shipped.name}-tokenizer").mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped / name, work / f"{shipped.name}-tokenizer" / name)
    return Settings(shipped.name, folder, work, steps, rate=1e-3, tokens=128, chunk=16)


@pytest.mark.parametrize("shipped", [STORY_DIR, STORY_PAIR_DIR], ids=lambda folder: folder.name)
def test_a_run_goes_on_from_its_checkpoint(shipped: Path, tmp_path: Path) -> None:
    for steps in (1, 2):
        run = Run(_tiny(shipped, tmp_path, steps))
        assert run.progress.step == steps - 1
        run.train()
    weights = {name: tensor.clone() for name, tensor in run.model.state_dict().items()}
    train.main(["--model", shipped.name, "--steps", "2", "--work", str(tmp_path / "work"), "--out", str(tmp_path)])
    record = json.loads((tmp_path / shipped.name / "training.json").read_text())
    assert record["step"] == 2
    again = load_here(str(tmp_path / shipped.name))
    assert again.n_layers == run.model.config.num_hidden_layers
    assert all(bool(tensor.isfinite().all()) for tensor in weights.values())


def test_a_text_ends_with_eos_and_learns_to(tokenizer: Any) -> None:
    for stage in (PASSAGES, STORIES):
        for example in story_examples(tokenizer, seed=5, chunk=0, stage=stage, count=40):
            assert example.ids.count(tokenizer.eos_token_id) == 1
            batch = batches.causal_batch([example], random.Random(1))
            assert batch.labels[0, -1] == tokenizer.eos_token_id
            assert batch.weights[0, -1] == 1


def test_every_word_of_a_passage_is_learned_and_some_of_a_story(tokenizer: Any) -> None:
    rng = random.Random(1)
    shares = []
    for stage in (PASSAGES, STORIES):
        drawn = story_examples(tokenizer, seed=5, chunk=0, stage=stage, count=40)
        weights = torch.cat([batches.causal_batch([example], rng).weights[0] for example in drawn])
        shares.append(float((weights > 0).float().mean()))
    assert shares[0] == 1
    assert 0.1 < shares[1] < 0.5


def test_more_of_a_passage_is_masked_than_of_a_story() -> None:
    fast: Any = AutoTokenizer.from_pretrained(STORY_PAIR_DIR, local_files_only=True)
    shares = []
    for stage in (PASSAGES, STORIES):
        drawn = pair_examples(fast, seed=5, chunk=0, stage=stage, count=60)
        assert {example.every_word for example in drawn} == {stage is PASSAGES}
        found = batches.masked_batch(drawn, fast.mask_token_id, len(fast), random.Random(1))
        text = found.mask & (found.labels >= 5)
        shares.append((found.weights[text] == 1).float().sum().item() / int(text.sum()))
        hidden = found.input_ids == fast.mask_token_id
        assert bool((found.weights[hidden] > 0).all())
    assert 0.2 < shares[0] < 0.3
    assert 0.06 < shares[1] < 0.14


def test_groups_hold_every_example_once_and_little_padding() -> None:
    rng = random.Random(3)
    made = [Example([2] * rng.randint(5, 60), [], []) for _ in range(400)]
    groups = batches.grouped(made, 256, rng)
    assert sorted(id(example) for group in groups for example in group) == sorted(map(id, made))
    sizes = [len(group) * max(len(example.ids) for example in group) for group in groups]
    assert max(sizes) <= 256
    assert sum(len(example.ids) for example in made) > 0.95 * sum(sizes)


def test_a_warm_start_keeps_the_rows_of_known_pieces_and_the_layers(tokenizer: Any) -> None:
    earlier = load_here(str(STORY_DIR)).model.state_dict()
    fewer: Any = AutoTokenizer.from_pretrained(STORY_PAIR_DIR, local_files_only=True)  # other ids, other specials
    model = new_story_model(len(fewer))
    warm_start(model, fewer, STORY_DIR)
    own = model.state_dict()
    here, there = (t.get_vocab()["▁hungry"] for t in (fewer, tokenizer))
    rows = own["model.embed_tokens.weight"], earlier["model.embed_tokens.weight"].float()
    assert torch.equal(rows[0][here], rows[1][there])
    name = "model.layers.3.mlp.up_proj.weight"
    assert torch.equal(own[name], earlier[name].float())


def test_a_warm_start_from_another_shape_says_so(tokenizer: Any) -> None:
    with pytest.raises(ValueError, match="train without --start"):
        warm_start(torch.nn.Module(), tokenizer, STORY_DIR)


def test_muon_brings_singular_values_near_one() -> None:
    torch.manual_seed(0)
    values = torch.linalg.svdvals(nearly_orthogonal(torch.randn(2, 16, 48)))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3


def test_dropout_only_while_training(tokenizer: Any) -> None:
    model: Any = new_story_model(len(tokenizer))
    add_dropout(model)
    ids = torch.tensor([[2, 300, 400]])
    with torch.inference_mode():
        model.eval()
        assert torch.equal(model(ids).logits, model(ids).logits)
        model.train()
        assert not torch.equal(model(ids).logits, model(ids).logits)


def test_bf16_only_where_it_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "avx512_bf16": False})
    assert not computes_bf16(torch.device("cpu"))
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    assert computes_bf16(torch.device("cpu"))
