"""Measure the embedded models on everyday English: ``python -m attn_core.story_models.everyday``.

Prints how many questions of tests/everyday each answers, by kind, and for a decoder how well it foresees the passages
that training never read. Single questions are not shown: who looks at them may come to train for them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from attn_core.story_models import STORY_DIR, STORY_PAIR_DIR
from attn_core.story_models.evaluation.loading import load
from attn_core.story_models.evaluation.perplexity import bits_per_word
from attn_core.story_models.evaluation.questions import QUESTIONS, Hits, measure


def table(hits: Hits) -> str:
    """Hits by kind, weakest first, overall, and on the questions that stand in no training passage."""
    kinds = sorted(hits.total, key=lambda kind: (hits.right[kind] / hits.total[kind], kind))
    rows = [(kind, hits.right[kind], hits.total[kind]) for kind in kinds]
    rows += [("all", hits.right.total(), hits.total.total()), ("not in training", *hits.unread)]
    return "\n".join(f"{kind:<16}{right:>4} of {total:<4}{right / total:6.1%}" for kind, right, total in rows)


def main(arguments: list[str] | None = None) -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="*", default=[STORY_DIR, STORY_PAIR_DIR])
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of prompts.jsonl and pairs.jsonl")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        print(f"{folder.name}\n{table(measure(folder, options.questions))}")
        model, tokenizer = load(folder)
        if not tokenizer.mask_token:
            print(f"held-out passages: {bits_per_word(model, tokenizer):.2f} bits a word")


if __name__ == "__main__":
    main()
