"""The catalog: the built-in models, a teacher's file over them, and its mistakes in words."""

from __future__ import annotations

from pathlib import Path

import pytest

import attn_core
from attn_core.errors import CatalogError
from attn_core.models.catalog import CATALOG_VARIABLE, DEFAULT_MODEL, load_catalog
from attn_core.models.hub import is_here

MINE = """
[mine]
title = "Mine"
repository = "{repository}"
kind = "decoder"
parameters = 1_000
memory_mb = 10
licence = "MIT"
description = "A model of mine."
"""


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CATALOG_VARIABLE, raising=False)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_built_in_models() -> None:
    catalog = load_catalog()
    assert next(iter(catalog)) == DEFAULT_MODEL == "story"
    hub = {name: entry.repository for name, entry in catalog.items() if not entry.is_local}
    assert hub == {
        "gemma-3-1b": "google/gemma-3-1b-pt",
        "gemma-3-270m": "google/gemma-3-270m",
        "smollm2-135m": "HuggingFaceTB/SmolLM2-135M",
        "gpt2": "openai-community/gpt2",
        "bert": "google-bert/bert-base-uncased",
        "distilbert": "distilbert/distilbert-base-uncased",
        "t5-small": "google-t5/t5-small",
        "opus-mt-en-de": "Helsinki-NLP/opus-mt-en-de",
    }
    assert {name for name, entry in catalog.items() if entry.gated} == {"gemma-3-1b", "gemma-3-270m"}
    assert {name for name, entry in catalog.items() if entry.kind == "encoder"} == {"story-pair", "bert", "distilbert"}
    two_texts = {name for name, entry in catalog.items() if entry.kind == "encoder-decoder"}
    assert two_texts == {"t5-small", "opus-mt-en-de"}
    embedded = Path(attn_core.__file__).parent / "story_models"
    assert catalog["story"].repository == str(embedded / "story")
    assert catalog["story-pair"].repository == str(embedded / "story-pair")
    assert "of prompts that nobody trained on" in catalog["story"].description


def test_a_teachers_file_adds_and_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = MINE.format(repository="./models/mine") + MINE.format(repository="someone/gpt2").replace("[mine]", "[gpt2]")
    path = write(tmp_path / "course.toml", text)
    monkeypatch.setenv(CATALOG_VARIABLE, str(path))
    catalog = load_catalog()
    assert list(catalog)[-1] == "mine"
    assert len(catalog) == 11
    assert catalog["mine"].repository == str(tmp_path / "models" / "mine")
    assert catalog["mine"].is_local
    assert catalog["gpt2"].repository == "someone/gpt2"
    assert catalog["gpt2"].title == "Mine"
    assert load_catalog(path) == catalog


def test_a_folder_is_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "course" / "models.toml", MINE.format(repository="../shared/mine"))
    assert load_catalog("course/models.toml")["mine"].repository == str(tmp_path / "shared" / "mine")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'kind = "decoder"',
            'kind = "both"',
            r"in \[mine\], kind is 'both'\. Write .*\"encoder\" or \"encoder-decoder\"",
        ),
        ("parameters = 1_000", 'parameters = "1B"', r"parameters is '1B'\. Write for example parameters = 999_885_952"),
        ("parameters = 1_000", "parameters = true", "parameters is True"),
        ("memory_mb = 10", "memory_mb = 0", r"memory_mb is 0\. Write"),
        ('licence = "MIT"\n', "", r"licence is missing\. Add a line such as licence = "),
        ('title = "Mine"', 'title = " "', "title is ' '"),
        ('title = "Mine"', 'titel = "Mine"', "titel is not known. Use one of: title, repository"),
        ('title = "Mine"', 'title = "Mine"\nname = "other"', "name is not known"),
        ("memory_mb = 10", 'memory_mb = 10\ngated = "yes"', r"gated is 'yes'\. Write for example gated = true"),
        ("memory_mb = 10", "memory_mb = 10\nrevision = 3", "revision is 3"),
        ('"someone/mine"', '"models/of/mine"', r"A folder starts with \./, \.\./ or /"),
    ],
)
def test_a_wrong_entry_names_the_field_and_the_fix(old: str, new: str, words: str, tmp_path: Path) -> None:
    good = MINE.format(repository="someone/mine")
    load_catalog(write(tmp_path / "good.toml", good))
    with pytest.raises(CatalogError, match=words) as caught:
        load_catalog(write(tmp_path / "bad.toml", good.replace(old, new)))
    assert str(tmp_path / "bad.toml") in caught.value.detail


@pytest.mark.parametrize(("text", "words"), [("[mine", "not TOML.*line"), ("mine = 3", "Put it under a line")])
def test_a_wrong_file(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=words):
        load_catalog(write(tmp_path / "bad.toml", text))


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=f"nowhere.toml.*No such file.*Correct {CATALOG_VARIABLE}"):
        load_catalog(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'[m]\ntitle = "\xe9"')
    with pytest.raises(CatalogError, match="not TOML"):
        load_catalog(tmp_path / "latin.toml")


@pytest.mark.parametrize("address", ["https://lab.example.org/large/gemma", "http://127.0.0.1:8000/story"])
def test_a_model_on_a_server_takes_no_memory_here(address: str, tmp_path: Path) -> None:
    text = MINE.format(repository=address)
    lines = [line for line in text.splitlines() if not line.startswith("memory_mb")]
    entry = load_catalog(write(tmp_path / "models.toml", "\n".join(lines)))["mine"]
    assert entry.is_remote
    assert not entry.is_local
    assert (entry.repository, entry.memory_mb, entry.fits(0)) == (address, 0, True)
    assert is_here(entry)
