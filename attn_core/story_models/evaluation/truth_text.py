"""What the measured figures of truth.json say in words: the page docs/truth.md and a line for the dashboard."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from attn_core.measures.evidence import METHODS
from attn_core.story_models import STORY_DIR

TRUTH = STORY_DIR / "truth.json"
"""The figures as measured, written by `truth` beside the weights they are about."""

_PAGE = """# How far to trust each method

{intro}

{figures}

## How it was measured

- One question a story: its first dependent word that training never saw with these causes. The prompt is the story up
  to that word. Stories come from `corpus.stories({seed}, "held_out")` in their order.
- {skipped}
- Ranked are the tokens of the prompt, {candidates:.0f} on average. `<bos>` is left out, and so is the last token, the
  predicting position's own: it can't be removed from its own prediction, and every method has to rank the same tokens.
  A method that would put that token first gains by it.
- A hit is a token that shares a character with a cause: any piece of a word, any word of a cause of several ("hung full
  of fruit"), and each place where the generator names the cause. Where scores are equal, which comes first is drawn by
  lot, and every draw is counted with its chance.
- With {count} stories a figure is known to about ± {margin:.0f} percentage points (95 %), not quite as well where stories
  resemble each other.
- `python -m attn_core.story_models.truth --count {count}` measures it again and writes this page.

## What is ranked

| method | score of a token | from | costs, in forwards |
|---|---|---|---|
| attention in layer L | weight at the predicting position, mean of the layer's heads | Vaswani et al. 2017, arXiv:1706.03762 | none |
{methods}
| nearest token, first token | the later, the higher; the earlier, the higher | baselines | none |
| random token | all alike; its chance is computed, not drawn | baseline | none |

The fall is that of the predicted token alone, since the question is why this one was predicted. `<bos>` takes much of
the attention and says little of the text (Xiao et al. 2023, arXiv:2309.17453), which is why it is left out.

## What it does not show

- The stories are generated, and the model is small and made for them. On other text, in other models, the methods may
  come in another order.
- The causes are the generator's. That the model is right does not prove that it used them: a word may be guessed from
  other words that go with it.
- Only the words that the generator drew are causes in its records, not the fixed words of a sentence that the answer
  needs as well: in "Today is Tuesday. Yesterday was", *Tuesday* is one and *Yesterday* is not. A method that ranks such
  a word first is counted as wrong. Where a prediction needs two words, taking either away destroys it, and which of
  them comes first is nearly chance: the first three are then the fairer figure.
- A method may be right for the wrong reason: attention to a word does not say what is taken from it.
- Only right predictions are asked about. What a method says of a wrong one is not measured.
- Cutting and removing make texts that the model never saw in training, and hide one token at a time: a cause of several
  tokens or one that is said twice can be hidden in part without effect.
"""  # noqa: E501  (rows of a Markdown table can't be broken)


def load() -> dict[str, Any]:
    """The figures in the package. Raises FileNotFoundError where they have not been measured."""
    numbers: dict[str, Any] = json.loads(TRUTH.read_text())
    return numbers


def trust_line(numbers: dict[str, Any] | None = None) -> str:
    """One sentence on how often each method finds a true cause, best first; from truth.json unless given others."""
    numbers = load() if numbers is None else numbers
    ranked = [*_best_first(numbers["methods"]), ("a random token", numbers["baselines"]["random token"])]
    shares = ", ".join(f"{name} {100 * rates['first']:.0f} %" for name, rates in ranked)
    return (
        f"Of {numbers['count']:,} generated stories whose causes are known and that Story continues rightly, each"
        f" method ranks a true cause first in: {shares}."
    )


def page(numbers: dict[str, Any]) -> str:
    """docs/truth.md from the figures of `truth.measure`."""
    return _PAGE.format(
        intro=_filled(_intro(numbers["count"])),
        figures=_figures(numbers),
        methods="\n".join(f"| {m.name} | {m.score} | {m.source} | {m.cost} |" for m in METHODS),
        skipped=textwrap.fill(_skipped(numbers["count"], **numbers["skipped"]), 116, subsequent_indent="  "),
        margin=100 * 1.96 * (0.25 / numbers["count"]) ** 0.5,
        **{key: numbers[key] for key in ("seed", "count", "candidates")},
    )


def _skipped(count: int, *, repeated: int, wrong: int, hidden: int) -> str:
    return (
        f"{count + repeated + wrong + hidden:,} stories were read for these {count:,}. {wrong:,} were skipped because"
        " the model writes no acceptable word first, so that there is no right prediction to explain,"
        f" {repeated:,} because their prompt had been asked before, and {hidden:,} because their only cause is the"
        " last token."
    )


def _intro(count: int) -> str:
    return (
        f"Which earlier word made the model predict this one? The embedded model Story was asked on {count:,} held-out"
        " stories, where the answer is known: the generator that wrote them records which words cause which. Each"
        " method ranks the words before the prediction, and the table says how often a true cause comes first and how"
        " often one is among the first three. The cue is the cause that the generator names first, such as what"
        " somebody needs; others are, for example, who it was that needed it."
    )


def _figures(numbers: dict[str, Any]) -> str:
    baselines, layers = list(numbers["baselines"].items()), numbers["layers"].items()
    methods = _best_first(numbers["methods"])
    by_layer = [(f"attention in layer {layer}", rates) for layer, rates in layers]
    return f"""{_table([*methods, *baselines])}

{_table(by_layer)}

{_filled(_beaten(numbers))}"""


def _table(rows: list[tuple[str, dict[str, float]]]) -> str:
    lines = ["| method | a true cause first | among the first three | the cue first |", "|---|---|---|---|"]
    for name, rates in rows:
        figures = (rates[key] for key in ("first", "first_three", "cue_first"))
        lines.append(" | ".join([f"| {name}", *(f"{100 * rate:.1f} %" for rate in figures)]) + " |")
    return "\n".join(lines)


def _beaten(numbers: dict[str, Any]) -> str:
    """Which rankings do no better than taking the nearest or a random token, and which layer does best."""
    layers = {f"attention in layer {layer}": rates for layer, rates in numbers["layers"].items()}
    parts = [f"The layer whose attention finds a cause most often is layer {_best_first(numbers['layers'])[0][0]}."]
    for baseline, rates in numbers["baselines"].items():
        worse = [n for n, r in (numbers["methods"] | layers).items() if r["first"] <= rates["first"]]
        parts.append(f"No better at it than the {baseline}: {', '.join(worse) or 'none'}.")
    return " ".join(parts).replace("the random", "a random")


def _best_first(rates: dict[str, dict[str, float]]) -> list[tuple[str, dict[str, float]]]:
    return sorted(rates.items(), key=lambda item: (-item[1]["first"], item[0]))


def _filled(text: str) -> str:
    return textwrap.fill(text, 118)
