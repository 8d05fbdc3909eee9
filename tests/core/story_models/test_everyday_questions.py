"""The everyday questions, asked of models whose answers are written down."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import AutoTokenizer

from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR
from attn_core.story_models.evaluation import card_everyday, overlap
from attn_core.story_models.evaluation.perplexity import bits_per_word
from attn_core.story_models.evaluation.questions import QUESTIONS, SHOWN, Hits, ask_pairs, ask_prompts, read, words
from attn_core.story_models.everyday import table
from attn_core.story_models.stories import everyday

PROMPT = "Jide was hungry so she went looking for"


class Scripted:
    """Writes given token ids one after another, whatever it reads; then ends the text."""

    def __init__(self, vocabulary: int, script: list[int], end: int = 0) -> None:
        self.vocabulary, self.script, self.end = vocabulary, script, end
        self.written = 0

    def __call__(self, input_ids: torch.Tensor, **_: Any) -> Any:
        logits = torch.zeros(*input_ids.shape, self.vocabulary)
        logits[..., self.script[self.written] if self.written < len(self.script) else self.end] = 1
        self.written += 1
        return SimpleNamespace(logits=logits)


def _decoder(written: str) -> tuple[Any, Any]:
    tokenizer: Any = AutoTokenizer.from_pretrained(STORY_DIR, local_files_only=True)
    script = tokenizer(written, add_special_tokens=False)["input_ids"]
    return Scripted(len(tokenizer), script, tokenizer.eos_token_id), tokenizer


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("food", 1), ("some food.", 1), ("Food", 1), ("the red food and", 1), ("the red and blue food", 0),
        ("foods", 0), ("water", 0), ("", 0),
    ],
)  # fmt: skip
def test_a_whole_word_among_four_tokens_is_a_hit(written: str, right: int) -> None:
    question = {"kind": "handout", "prompt": PROMPT, "accept": ["food", "Bread"], "read": False}
    hits = ask_prompts(*_decoder(written), [question])
    assert (hits.right.total(), hits.total.total()) == (right, 1)


@pytest.mark.parametrize(("word", "right"), [("food", 1), ("water", 0)])
def test_the_first_choice_for_a_mask_is_the_answer(word: str, right: int) -> None:
    tokenizer: Any = AutoTokenizer.from_pretrained(STORY_PAIR_DIR, local_files_only=True)
    model = Scripted(len(tokenizer), [tokenizer.get_vocab()[f"▁{word}"]])
    texts = {"first": "Lena was hungry.", "second": "She ate [MASK]."}
    question = {"kind": "across", **texts, "accept": ["food"], "read": False}
    assert ask_pairs(model, tokenizer, [question]).right.total() == right


def test_words_are_whole() -> None:
    assert words("She didn't see 10 well-known cats.") == {"she", "didn't", "see", "10", "well-known", "cats"}


def test_the_record_and_the_table_count_by_kind() -> None:
    hits = Hits()
    for number in range(30):
        hits.count({"kind": "fact", "accept": ["a"], "read": number < 10}, str(number), "b")
        hits.count({"kind": "across", "accept": ["a"], "read": number < 5}, str(number), "A.")
    record = hits.record()
    assert record["kinds"] == {"across": [30, 30], "fact": [0, 30]}
    assert (record["right"], record["asked"], len(record["misses"])) == (30, 60, SHOWN)
    assert record["unread"] == [25, 45]
    assert [line.split()[0] for line in table(hits).splitlines()] == ["fact", "across", "all", "not"]


def test_the_card_leads_with_the_figure_and_shows_the_failures() -> None:
    misses = [{"kind": "fact", "asked": "one|two", "written": "three"}]
    counts = {"right": 1, "asked": 2, "unread": [0, 1], "kinds": {"fact": [1, 2]}}
    numbers = {**counts, "misses": misses, "bits_per_word": 5.25}
    text = card_everyday.section(numbers, decoder=True)
    assert "**1 of 2**" in text
    assert "| what everybody knows | 1 of 2 |" in text
    assert "of the other 1, **0** are right" in text
    assert "| one\\|two | three |" in text
    assert "5.25 bits a word" in text


@pytest.mark.parametrize(("name", "fields"), [("prompts", {"prompt"}), ("pairs", {"first", "second"})])
def test_every_question_can_be_asked(name: str, fields: set[str]) -> None:
    folder = Path(__file__).parents[3] / QUESTIONS
    for question in read(folder / f"{name}.jsonl"):
        assert question.keys() == {"kind", "accept", "read", *fields}
        assert question["accept"]
        texts = " ".join(question[field] for field in fields)
        assert texts.count("[MASK]") == (name == "pairs")


def test_a_question_that_training_reads_is_told_whatever_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["@A was [cold|very cold], so she lit a fire.", "The capital of France is Paris."]
    monkeypatch.setattr(everyday, "passages", lambda split: lines if split == "train" else [])
    overlap._passages.cache_clear()
    read_ones = ["Lena was very cold, so", "the capital of France is"]
    others = ["Omar was old, so", "The capital of Fran", "it a fire"]
    try:
        assert overlap.read_in_training([*read_ones, *others]) == [True, True, False, False, False]
    finally:
        overlap._passages.cache_clear()


def test_missing_questions_say_where_they_are(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="tests/everyday"):
        read(tmp_path / "prompts.jsonl")


def test_even_chances_cost_the_logarithm_of_the_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attn_core.story_models.stories.everyday.passages", lambda split: ["Lena ran", "Omar slept"])
    tokenizer: Any = AutoTokenizer.from_pretrained(STORY_DIR, local_files_only=True)

    def even(ids: torch.Tensor, **_: Any) -> Any:
        return SimpleNamespace(logits=torch.zeros(*ids.shape, 8192))

    assert bits_per_word(even, tokenizer) == pytest.approx(13 * 1.5)  # two words and the end, 13 bits each
