"""Measure whether the gauge tells what the embedded decoder knows: ``python -m attn_core.story_models.gauge FILE``.

FILE has a line of JSON a prompt, with the words that are accepted after it: {"prompt": "…", "accept": ["…"]}. Prints
how many prompts are at home, unsure and lost, and how many of each the model goes on with acceptably. Single prompts
are not shown: who looks at them may come to set thresholds by them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from attn_core.forward.capture import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.forward.texts import without_last_blanks
from attn_core.measures.familiarity import familiarity, measure_reference
from attn_core.measures.predict import continuation
from attn_core.models.loading import load_here
from attn_core.records.familiarity import Step

WRITTEN = 4
"""Tokens that the model may write; an accepted word among them is a hit."""


@dataclass
class Hits:
    """Hits and prompts of each step."""

    right: Counter[Step] = field(default_factory=Counter)
    total: Counter[Step] = field(default_factory=Counter)

    def share(self, step: Step) -> float:
        """Hits among the prompts of a step, 0 to 1; nan where there are none."""
        return self.right[step] / self.total[step] if self.total[step] else float("nan")


def measure(model: LoadedModel, questions: Iterable[Mapping[str, Any]]) -> Hits:
    """Ask a decoder every prompt, and what the gauge says of it."""
    reference, hits = measure_reference(model), Hits()
    for question in questions:
        run = capture(model, without_last_blanks(question["prompt"]))
        found = familiarity(model, run, reference)
        texts = continuation(model, run, WRITTEN)
        written = re.findall(r"\w+(?:['’-]\w+)*", texts[-1][len(run.prompt) :].lower()) if texts else []
        hits.total[found.step] += 1
        hits.right[found.step] += not {word.lower() for word in question["accept"]}.isdisjoint(written)
    return hits


def main(arguments: list[str] | None = None) -> None:
    """Command line; see ``--help``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="prompts and accepted words, JSON Lines")
    parser.add_argument("--model", default="story", help="a name of the catalog, or a folder")
    options = parser.parse_args(arguments)
    lines = options.file.read_text("utf-8").splitlines()
    hits = measure(load_here(options.model), map(json.loads, lines))
    for step in get_args(Step):
        print(f"{step:<8}{hits.right[step]:>4} of {hits.total[step]:<4}{hits.share(step):6.1%}")
    print(f"at home / lost: {hits.share('at home') / hits.share('lost') if hits.right['lost'] else float('inf'):.1f}")


if __name__ == "__main__":
    main()
