"""What the three views of heads ought to show for a choice, from attn_core alone."""

from __future__ import annotations

from collections.abc import Sequence

from lab import prompts

from attn_core import diagrams, pictures
from attn_core.charts.theme import DARK, LIGHT
from attn_core.diagrams.head_view import Choice
from attn_core.diagrams.neuron_view import first_query, shown
from attn_core.frames.halves import Halves
from attn_core.records.look import Special
from attn_core.records.run import AttentionRun
from tests.dashboard import runs
from tests.dashboard.sent import Page

THEMES = {"light": LIGHT, "dark": DARK}


def head_view(
    *,
    model: str = "story",
    prompt: str = prompts.SENTENCE,
    a: str = prompts.PAIR[0],
    b: str = prompts.PAIR[1],
    layer: int = 0,
    halves: Halves = "all",
    special: Special = "grey",
    heads: Sequence[int] | None = None,
    threshold: float = 0.0,
    mean: bool = False,
    theme: str = "light",
) -> Page:
    run = _read(model, prompt, a, b)
    start = Choice(tuple(range(run.n_heads)) if heads is None else tuple(heads), threshold, mean)
    picture = pictures.head_view(
        run.attention, layer, halves=halves, special=special, start=start, labels=runs.labels(model),
        theme=THEMES[theme],
    )  # fmt: skip
    return Page({"head-view": picture})


def model_view(
    *,
    model: str = "story",
    prompt: str = prompts.SENTENCE,
    a: str = prompts.PAIR[0],
    b: str = prompts.PAIR[1],
    halves: Halves = "all",
    special: Special = "grey",
    theme: str = "light",
) -> Page:
    run, labels = _read(model, prompt, a, b), runs.labels(model)
    drawn = diagrams.model_view(run.attention, halves=halves, special=special, labels=labels, theme=THEMES[theme])
    return Page({"model-view": pictures.model_view(drawn, labels)}, words=(drawn.data["note"],))


def neuron_view(
    *,
    model: str = "story",
    prompt: str = prompts.SENTENCE,
    a: str = prompts.PAIR[0],
    b: str = prompts.PAIR[1],
    layer: int = 0,
    head: int = 0,
    halves: Halves = "all",
    position: int | None = None,
    expanded: bool = False,
    theme: str = "light",
) -> Page:
    run = _read(model, prompt, a, b)
    queries, _ = shown(run.attention, halves)
    query = first_query(run.attention, run.predicting_pos if position is None else position, queries)
    picture = pictures.neuron_view(
        run.attention, layer, head, query_pos=query, halves=halves, expanded=expanded, theme=THEMES[theme]
    )
    return Page({"neuron_view": picture})


def _read(model: str, prompt: str, a: str, b: str) -> AttentionRun:
    return runs.run(model, prompt) if model == "story" else runs.run(model, a, b or None)
