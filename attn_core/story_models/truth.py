"""Measure the methods where the truth is known: ``python -m attn_core.story_models.truth --count 500``.

The generator of the stories records which earlier words cause a dependent word. Each method ranks the tokens before
it, and the benchmark counts how often a true cause is ranked first, and among the first three. Writes the figures to
story/truth.json and the page about them to docs/truth.md.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from attn_core.forward.capture import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.evidence import gather, layer_attention, token_scores
from attn_core.measures.predict import rest_of_word
from attn_core.models.loading import load_here
from attn_core.records.attention import Float32
from attn_core.records.run import AttentionRun
from attn_core.story_models import STORY_DIR
from attn_core.story_models.evaluate import SEED
from attn_core.story_models.evaluation import truth_text
from attn_core.story_models.evaluation.ranking import Bools, chance_among_first, tokens_at
from attn_core.story_models.stories import corpus

DOCS = Path(__file__).resolve().parents[2] / "docs" / "truth.md"
"""Where the page goes in a checkout."""

Skip = Literal["repeated", "wrong", "hidden"]


@dataclass(frozen=True, eq=False)
class Question:
    """A story up to its first held-out dependent word, which the model predicts rightly; arrays are bool [key_pos]."""

    run: AttentionRun
    candidates: Bools  # the tokens that are ranked
    causes: Bools  # those of any true cause
    cue: Bools  # those of the first cause alone


def prompt_of(story: corpus.Story) -> str:
    """A held-out story up to its first held-out word, without the space before it."""
    return story.text[: corpus.held_out_answers(story)[0].start].rstrip(" ")


def first_word(model: LoadedModel, run: AttentionRun) -> str:
    """The word that the model writes first after a run's prompt, token by token the likeliest."""
    return (run.next_tokens[0].text + rest_of_word(model, run)).strip()


def ask(model: LoadedModel, story: corpus.Story) -> Question | Skip:
    """What a held-out story asks, or why it asks nothing.

    "wrong": the model writes no acceptable word first, so that there is no right prediction to explain. "hidden": no
    cause is among the candidates. These are the tokens of the text but the last, the predicting position's own. That
    one is left out for every method, though most could score it: a token can't be taken away from its own prediction,
    and ranks among different tokens would not compare.
    """
    answer = corpus.held_out_answers(story)[0]
    run = capture(model, prompt_of(story))
    if first_word(model, run) not in answer.acceptable:
        return "wrong"
    candidates = np.array([not token.special for token in run.token_info])
    candidates[run.predicting_pos] = False
    causes = tokens_at(run.token_info, answer.causes) & candidates
    if not causes.any():
        return "hidden"
    cues = [span for span in answer.causes if story.text[slice(*span)] == answer.cue]
    return Question(run, candidates, causes, tokens_at(run.token_info, cues) & candidates)


def rankings(model: LoadedModel, run: AttentionRun) -> dict[str, dict[str, Float32]]:
    """Every ranking's scores [key_pos], by group and name: the methods, each layer's attention, and baselines."""
    places = np.arange(len(run.token_info), dtype=np.float32)
    return {
        "methods": token_scores(gather(model, run)),
        "layers": {str(layer): scores for layer, scores in enumerate(layer_attention(run))},
        "baselines": {
            "nearest token": places,
            "first token": -places,
            "random token": np.zeros_like(places),
        },
    }


def hits(asked: Question, scores: Float32) -> Float32:
    """Chances, 0 to 1, that a ranking has: a cause first, a cause among the first three, the cue first; float32 [3]."""
    kept = scores[asked.candidates]
    causes, cue = asked.causes[asked.candidates], asked.cue[asked.candidates]
    places = ((causes, 1), (causes, 3), (cue, 1))
    return np.array([chance_among_first(kept, wanted, count) for wanted, count in places], dtype=np.float32)


def questions(model: LoadedModel, seed: int, skipped: Counter[Skip]) -> Iterator[Question]:
    """The questions of the held-out stories of a seed, each prompt once; what asks nothing is counted in `skipped`."""
    prompts: set[str] = set()
    for story in corpus.stories(seed, "held_out"):
        asked = "repeated" if prompt_of(story) in prompts else ask(model, story)
        prompts.add(prompt_of(story))
        if isinstance(asked, Question):
            yield asked
        else:
            skipped[asked] += 1


def measure(model: LoadedModel, count: int, seed: int = SEED) -> dict[str, Any]:
    """Everything docs/truth.md says in numbers, from the first `count` stories that ask something."""
    found: dict[str, dict[str, list[Float32]]] = {}
    skipped: Counter[Skip] = Counter({"repeated": 0, "wrong": 0, "hidden": 0})
    candidates = 0
    for asked in itertools.islice(questions(model, seed, skipped), count):
        candidates += int(asked.candidates.sum())
        for group, named in rankings(model, asked.run).items():
            for name, scores in named.items():
                found.setdefault(group, {}).setdefault(name, []).append(hits(asked, scores))
    shares = {group: {name: _shares(rows) for name, rows in named.items()} for group, named in found.items()}
    return {
        "seed": seed,
        "count": count,
        "skipped": dict(skipped),
        "candidates": round(candidates / count, 1),
        "weights": fingerprint(),
        **shares,
    }


def fingerprint() -> str:
    """A hash of the embedded decoder's weights, which tells figures of these weights from those of earlier ones."""
    return hashlib.blake2b((STORY_DIR / "model.safetensors").read_bytes(), digest_size=8).hexdigest()


def _shares(rows: list[Float32]) -> dict[str, float]:
    """Means over the questions, 0 to 1; four digits, since more of them differ between machines."""
    first, first_three, cue_first = np.stack(rows).astype(np.float64).mean(axis=0).round(4).tolist()
    return {"first": first, "first_three": first_three, "cue_first": cue_first}


def main(arguments: list[str] | None = None) -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=500, help="held-out stories that the model gets right")
    parser.add_argument("--seed", type=int, default=SEED, help="of the held-out stories")
    parser.add_argument("--docs", type=Path, default=DOCS, help="the Markdown page that is written")
    options = parser.parse_args(arguments)
    numbers = measure(load_here("story"), options.count, options.seed)
    truth_text.TRUTH.write_text(json.dumps(numbers, indent=2) + "\n")
    options.docs.write_text(truth_text.page(numbers))
    print(truth_text.trust_line(numbers))


if __name__ == "__main__":
    main()
