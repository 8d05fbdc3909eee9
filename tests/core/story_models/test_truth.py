"""The benchmark of methods where the truth is known: ranking by hand, a short run, and what is written from it."""

from __future__ import annotations

import itertools
from collections import Counter
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attn_core import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.evidence import METHODS
from attn_core.models.loading import load_here
from attn_core.records.tokens import Token
from attn_core.story_models import truth
from attn_core.story_models.evaluation import truth_text
from attn_core.story_models.evaluation.ranking import chance_among_first, tokens_at
from attn_core.story_models.stories import corpus
from attn_core.story_models.stories.draft import Answer

COUNT = 12
HUNGRY = "Jide was hungry so she went looking for"


@pytest.fixture(scope="module")
def story() -> LoadedModel:
    return load_here("story")


@pytest.fixture(scope="module")
def measured(story: LoadedModel) -> dict[str, Any]:
    return truth.measure(story, COUNT, seed=7)


@pytest.fixture(scope="module")
def packaged() -> dict[str, Any]:
    return truth_text.load()


@pytest.fixture(autouse=True)
def _every_hand_made_story_is_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    original = corpus.is_held_out
    monkeypatch.setattr(corpus, "is_held_out", lambda s, a: s.frame == "by hand" or original(s, a))


def told(model: LoadedModel, prompt: str, causes: list[str], answer: str | None = None) -> corpus.Story:
    """A story that goes on with `answer`, by default the model's own next word, because of the words `causes`."""
    answer = answer or truth.first_word(model, capture(model, prompt))
    start = len(prompt) + 1
    spans = tuple(sorted((prompt.index(cause), prompt.index(cause) + len(cause)) for cause in causes))
    asked = Answer(start, start + len(answer), answer, frozenset({answer}), spans, causes[0])
    return corpus.Story(f"{prompt} {answer}.", "by hand", "by hand", (asked,))


def token(span: tuple[int, int], *, special: bool = False) -> Token:
    return Token(0, "", special, 0, span, 0, "content")


def chance(scores: list[float], wanted: list[int], count: int) -> float:
    marked = np.isin(np.arange(len(scores)), wanted)
    return chance_among_first(np.array(scores, dtype=np.float32), marked, count)


def test_a_cause_is_found_where_it_ranks() -> None:
    scores = [0.1, 0.5, 0.3, -0.2, 0.05]
    assert [chance(scores, [1], 1), chance(scores, [2], 1)] == [1, 0]
    assert [chance(scores, [0], 3), chance(scores, [4], 3), chance(scores, [3], 3)] == [1, 0, 0]
    assert chance(scores, [3, 1], 1) == 1  # any cause will do


def test_equal_scores_are_drawn_by_lot() -> None:
    assert chance([0.2, 0.2, 0.1, 0.2], [1], 1) == pytest.approx(1 / 3)
    assert chance([0.5, 0.2, 0.2, 0.1], [2], 2) == pytest.approx(1 / 2)
    # two of four are drawn: all but the one pair without a cause among them
    assert chance([0, 0, 0, 0], [0, 1], 2) == pytest.approx(1 - 1 / 6)
    assert chance([0] * 10, [4], 3) == pytest.approx(0.3)


def test_fewer_tokens_than_places() -> None:
    assert [chance([0.2, 0.1], [1], 3), chance([0.2, 0.1], [], 3), chance([], [], 1)] == [1, 0, 0]


def test_a_token_without_a_score_has_no_rank() -> None:
    with pytest.raises(ValueError, match="leave it out"):
        chance([0.2, float("nan")], [0], 1)


def test_all_pieces_of_a_word_are_its_tokens() -> None:
    # "<bos> a water|weed b", the cause being characters 2 to 11
    tokens = [token((0, 0), special=True), token((0, 1)), token((2, 7)), token((7, 11)), token((12, 13))]
    assert tokens_at(tokens, [(2, 11)]).tolist() == [False, False, True, True, False]
    assert tokens_at(tokens, [(0, 1), (12, 13)]).tolist() == [False, True, False, False, True]
    assert not tokens_at([token((0, 3), special=True)], [(0, 3)]).any()


def test_a_question_marks_what_is_ranked(story: LoadedModel) -> None:
    asked = truth.ask(story, told(story, HUNGRY, ["hungry", "Jide"]))
    assert isinstance(asked, truth.Question)
    assert asked.run.prompt == HUNGRY
    named = np.array(asked.run.tokens)
    assert named[asked.candidates].tolist() == ["Jide", "was", "hungry", "so", "she", "went", "looking"]
    assert named[asked.causes].tolist() == ["Jide", "hungry"]
    assert named[asked.cue].tolist() == ["hungry"]


def test_a_cause_in_pieces_is_marked_whole(story: LoadedModel) -> None:
    pieces = capture(story, "Zyxwvut").tokens[1:]
    assert len(pieces) > 1
    asked = truth.ask(story, told(story, HUNGRY.replace("Jide", "Zyxwvut"), ["Zyxwvut", "hungry"]))
    assert isinstance(asked, truth.Question)
    assert np.array(asked.run.tokens)[asked.cue].tolist() == list(pieces)


def test_what_asks_nothing_is_told_apart(story: LoadedModel) -> None:
    assert truth.ask(story, told(story, HUNGRY, ["hungry"], "umbrellas")) == "wrong"
    assert truth.ask(story, told(story, HUNGRY, ["for"])) == "hidden"


def test_each_prompt_is_asked_once(story: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    again = told(story, HUNGRY, ["hungry"])
    monkeypatch.setattr(corpus, "stories", lambda seed, split: iter([again, again, again]))
    skipped: Counter[truth.Skip] = Counter()
    assert len(list(truth.questions(story, 1, skipped))) == 1
    assert skipped == {"repeated": 2}


def test_the_benchmark_from_end_to_end(story: LoadedModel, measured: dict[str, Any]) -> None:
    assert measured["count"] == COUNT
    assert list(measured["methods"]) == [method.name for method in METHODS]
    assert len(measured["layers"]) == story.model.config.num_hidden_layers
    for group in ("methods", "layers", "baselines"):
        for rates in measured[group].values():
            assert 0 <= rates["cue_first"] <= rates["first"] <= rates["first_three"] <= 1
    assert measured["methods"]["removed"]["first"] > measured["baselines"]["random token"]["first"]


def test_the_figures_are_those_of_the_questions(story: LoadedModel, measured: dict[str, Any]) -> None:
    skipped: Counter[truth.Skip] = Counter()
    asked = list(itertools.islice(truth.questions(story, 7, skipped), COUNT))
    assert measured["skipped"] == {"repeated": 0, "wrong": 0, "hidden": 0} | dict(skipped)
    sizes = [(int(q.candidates.sum()), int(q.causes.sum())) for q in asked]
    three = [1 - comb(every - causes, 3) / comb(every, 3) if every > 3 else 1 for every, causes in sizes]
    random = measured["baselines"]["random token"]
    assert random["first"] == pytest.approx(np.mean([causes / every for every, causes in sizes]), abs=1e-4)
    assert random["first_three"] == pytest.approx(np.mean(three), abs=1e-4)
    first = [q.causes[1 + int(q.run.last_query.mean(axis=(0, 1))[1:-1].argmax())] for q in asked]
    assert measured["methods"]["mean attention"]["first"] == pytest.approx(np.mean(first), abs=1e-4)
    for q in asked:
        assert q.candidates.tolist() == [False] + [True] * (len(q.run.tokens) - 2) + [False]


def test_the_same_stories_give_the_same_figures(story: LoadedModel, measured: dict[str, Any]) -> None:
    few = truth.measure(story, 3, seed=7)
    assert few == truth.measure(story, 3, seed=7)
    assert few != truth.measure(story, 3, seed=8)


def test_the_command_writes_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(truth_text, "TRUTH", tmp_path / "truth.json")
    truth.main(["--count", "2", "--seed", "7", "--docs", str(tmp_path / "truth.md")])
    numbers = truth_text.load()
    assert (numbers["count"], numbers["seed"]) == (2, 7)
    assert (tmp_path / "truth.md").read_text() == truth_text.page(numbers)
    assert capsys.readouterr().out.strip().endswith(truth_text.trust_line())


def test_the_page_in_the_docs_is_that_of_the_figures(packaged: dict[str, Any]) -> None:
    assert packaged["count"] == 500
    assert truth.DOCS.read_text() == truth_text.page(packaged)
    for group in ("methods", "layers", "baselines"):
        for name, rates in packaged[group].items():
            assert f"{name} | {100 * rates['first']:.1f} % |" in truth.DOCS.read_text()


def test_the_figures_are_of_the_weights_that_are_here(packaged: dict[str, Any]) -> None:
    assert packaged["weights"] == truth.fingerprint(), "run python -m attn_core.story_models.truth again"
    assert list(packaged["methods"]) == [method.name for method in METHODS]


def test_the_line_quotes_the_file(packaged: dict[str, Any]) -> None:
    line = truth_text.trust_line()
    assert line == truth_text.trust_line(packaged)
    for name, rates in packaged["methods"].items():
        assert f"{name} {100 * rates['first']:.0f} %" in line
    assert f"a random token {100 * packaged['baselines']['random token']['first']:.0f} %" in line


def test_the_line_and_the_page_follow_their_figures(measured: dict[str, Any]) -> None:
    bad = {"first": 0.1234, "first_three": 0.5, "cue_first": 0.1}
    changed = measured | {"methods": measured["methods"] | {"cut": bad}, "count": 1500}
    changed["baselines"] = measured["baselines"] | {"random token": bad | {"first": 0.2}}
    line, page = truth_text.trust_line(changed), " ".join(truth_text.page(changed).split())
    assert "1,500" in line
    assert "cut 12 %" in line
    assert "| cut | 12.3 % | 50.0 % | 10.0 % |" in page
    assert "cut" in page.split("No better at it than a random token:")[1].split(".")[0]  # what does badly is named
