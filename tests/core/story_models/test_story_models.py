"""The embedded models: size, tokenizers, and what they know, measured on stories that training never saw."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from transformers import AutoTokenizer

from attn_core.models.catalog import load_catalog
from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR, evaluate
from attn_core.story_models.evaluation import questions
from attn_core.story_models.evaluation.loading import load
from attn_core.story_models.stories import corpus
from attn_core.story_models.stories.lexicon import load_lexicon
from attn_core.story_models.stories.roll_calls import Stage
from attn_core.story_models.training import batches, examples

FOLDERS = [STORY_DIR, STORY_PAIR_DIR]
TEXTS = [
    "Jide was hungry so she went looking for",
    "food.",
    'Omar\'s ring. "Hi," said Lena',
    "مرحبا بالعالم",
    "👩‍👩‍👧 🙂",
    "e\u0301 ñ Łódź 日本語 नमस्ते",
    "two  spaces, a tab\t, a line\nand ▁ itself",
    "\x00\x07 control, zero\u200bwidth, \u202eright to left",
    "<b>HTML</b> **Markdown** [MASK]ed",
    "",
]  # fmt: skip


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def tokenizer(request: pytest.FixtureRequest) -> Any:
    return AutoTokenizer.from_pretrained(request.param, local_files_only=True)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back(tokenizer: Any, text: str) -> None:
    if tokenizer.mask_token and "[MASK]" in text:
        text = text.replace("[MASK]", "")
    encoded = tokenizer(text, return_offsets_mapping=True)
    assert tokenizer.unk_token_id not in encoded["input_ids"]
    assert tokenizer.decode(encoded["input_ids"], skip_special_tokens=True) == text
    assert all(0 <= start <= end <= len(text) for start, end in encoded["offset_mapping"])


# Share of 1,000 held-out stories in which the dependent words are right. Raise it with better weights.
REACHED = {"story": 0.94, "story-pair": 0.90}
# Right everyday questions, of 300 and of 150.
EVERYDAY = {"story": 200, "story-pair": 78}


def test_random_code_points_come_back(tokenizer: Any) -> None:
    rng = random.Random(5)
    for _ in range(200):
        points = [rng.choice((rng.randrange(0x20, 0x250), rng.randrange(0x10000))) for _ in range(12)]
        text = "x" + "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000 and point != 0xFDD0)
        ids = tokenizer(text)["input_ids"]
        assert tokenizer.unk_token_id not in ids
        assert tokenizer.decode(ids, skip_special_tokens=True) == text


def test_words_and_punctuation_are_tokens(tokenizer: Any) -> None:
    assert tokenizer.tokenize("She ate food.")[-2:] == ["▁food", "."]
    names = load_lexicon().names
    split = [name for kind in ("male", "female", "either") for name in names[kind] if len(tokenizer.tokenize(name)) > 1]
    assert split == []


def test_special_tokens_are_added() -> None:
    story = AutoTokenizer.from_pretrained(STORY_DIR, local_files_only=True)
    assert story("Hello")["input_ids"][0] == story.bos_token_id
    pair = AutoTokenizer.from_pretrained(STORY_PAIR_DIR, local_files_only=True)
    encoded = pair("The cat sat on the mat", "The cat lay on the [MASK].")
    tokens = pair.convert_ids_to_tokens(encoded["input_ids"])
    assert [tokens[0], tokens[7], tokens[-1]] == ["[CLS]", "[SEP]", "[SEP]"]
    assert tokens[-4:] == ["▁the", "[MASK]", ".", "[SEP]"]
    assert encoded["token_type_ids"] == [0] * 8 + [1] * (len(tokens) - 8)
    assert pair.tokenize("rug") == ["▁rug"]


def test_sizes_and_shapes() -> None:
    story = json.loads((STORY_DIR / "config.json").read_text())
    assert story["model_type"] == "gemma3_text"
    assert story["num_hidden_layers"] >= 8
    assert story["num_attention_heads"] >= 4
    assert story["num_key_value_heads"] < story["num_attention_heads"]
    assert set(story["layer_types"]) == {"sliding_attention", "full_attention"}
    assert story["max_position_embeddings"] >= 1024
    pair = json.loads((STORY_PAIR_DIR / "config.json").read_text())
    assert pair["model_type"] == "bert"
    assert pair["max_position_embeddings"] == 512
    assert pair["num_hidden_layers"] >= 4
    assert pair["num_attention_heads"] >= 4
    assert (STORY_DIR / "model.safetensors").stat().st_size <= 24_000_000
    assert (STORY_PAIR_DIR / "model.safetensors").stat().st_size <= 12_000_000
    parameters = sum(parameter.numel() for parameter in load(STORY_DIR)[0].parameters())
    assert 4_000_000 <= parameters <= 12_000_000


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_held_out_stories(folder: Path) -> None:
    """The goal, less what chance makes of 300 stories."""
    result = evaluate.accuracy(folder, 300, seed=99)
    assert result.share >= REACHED[folder.name] - 0.03, result.misses


def test_the_handouts_prompts() -> None:
    model, tokenizer = load(STORY_DIR)
    prompts = evaluate.handouts()
    guesses = evaluate.first_words(model, tokenizer, [prompt for prompt, _ in prompts])
    for (prompt, acceptable), guess in zip(prompts, guesses, strict=True):
        assert guess in acceptable, (prompt, guess)


@pytest.mark.parametrize("who", ["Omar", "Lena", "The old man", "My sister", "I", "She"])
@pytest.mark.parametrize("need", ["hungry", "thirsty", "sick", "cold", "tired", "bored"])
def test_variations_that_students_type(who: str, need: str) -> None:
    pronoun = {"Omar": "he", "The old man": "he", "I": "I"}.get(who, "she")
    model, tokenizer = _story()
    guess = evaluate.first_words(model, tokenizer, [f"{who} was {need} so {pronoun} went looking for"])[0]
    row = next(row for row in load_lexicon().tables["need"] if need in row["adj"])
    assert guess in row["mass"]


@pytest.mark.parametrize(("asking", "need"), [("Omar", "cold"), ("Lena", "sick")])
def test_two_people_are_told_apart(asking: str, need: str) -> None:
    model, tokenizer = _story()
    guess = evaluate.first_words(model, tokenizer, [f"Omar was cold and Lena was sick. {asking} asked for"])[0]
    row = next(row for row in load_lexicon().tables["need"] if need in row["adj"])
    assert guess in row["mass"]


def _story(cache: dict[str, Any] = {}) -> Any:  # noqa: B006  (loaded once for all variations)
    if not cache:
        cache["story"] = load(STORY_DIR)
    return cache["story"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_card_is_the_one_the_numbers_give(folder: Path) -> None:
    text = (folder / "README.md").read_text()
    numbers = json.loads((folder / "evaluation.json").read_text())
    assert f"{numbers['accuracy']:.1%}" in text
    assert numbers["stories"] == 1000
    assert "apache-2.0" in text
    assert numbers["accuracy"] >= REACHED[folder.name]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_everyday_questions(folder: Path) -> None:
    right = questions.measure(folder).right.total()
    assert right >= EVERYDAY[folder.name]
    assert json.loads((folder / "evaluation.json").read_text())["everyday"]["right"] == pytest.approx(right, abs=2)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_picker_says_what_was_measured(folder: Path) -> None:
    right, asked = json.loads((folder / "evaluation.json").read_text())["everyday"]["unread"]
    assert f"veryday English, {100 * right / asked:.0f} % of" in load_catalog()[folder.name].description


def test_importing_the_package_loads_no_torch() -> None:
    code = (
        "import importlib.util, pathlib, sys\n"
        f"spec = importlib.util.spec_from_file_location('story_models', {str(STORY_DIR.parent / '__init__.py')!r})\n"
        "spec.loader.exec_module(importlib.util.module_from_spec(spec))\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_batches_mark_the_dependent_words() -> None:
    tokenizer: Any = AutoTokenizer.from_pretrained(STORY_DIR, local_files_only=True)
    made = examples.story_examples(tokenizer, seed=5, chunk=0, stage=Stage(1.0, 0.0, 0.0, 0.0), count=64)
    for example, story in itertools.islice(zip(made, corpus.stories(500_000, "train"), strict=False), 1):
        marked = [i for i, mark in zip(example.ids, example.answers, strict=True) if mark]
        assert tokenizer.decode(marked).split()[0] == story.answers[0].text
    group = batches.grouped(made, 256, random.Random(0))[0]
    batch = batches.causal_batch(group, random.Random(0))
    assert batch.input_ids.shape == batch.labels.shape == batch.weights.shape
    heavy = batch.weights == batches.ANSWER_WEIGHT
    answers = {token for e in group for token, mark in zip(e.ids, e.answers, strict=True) if mark}
    assert set(batch.labels[heavy].tolist()) == answers
