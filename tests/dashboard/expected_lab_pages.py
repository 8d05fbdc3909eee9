"""What the first page, the lab pages and the evidence ought to show for a choice, from attn_core alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lab import prompts

from attn_core import Look, frames, pictures, readings
from attn_core.charts.theme import DARK, LIGHT
from attn_core.measures.logit_lens import logit_lens
from attn_core.records.evidence import REMOVED, effects
from attn_core.records.look import Head
from attn_core.summaries.weights import largest_weight
from tests.dashboard import runs
from tests.dashboard.sent import Page

Shade = Literal["grey", "hidden"]
THEMES = {"light": LIGHT, "dark": DARK}


def welcome(*, model: str = "story", theme: str = "light") -> Page:
    prompt = prompts.SENTENCE if model == "story" else prompts.SENTENCE + " [MASK]."
    run = runs.run(model, prompt)
    picture = pictures.next_token_lines(run, _first_middle_last(run.n_layers), theme=THEMES[theme])
    return Page({"welcome": picture}, theme=THEMES[theme])


def single_sentence(
    *,
    model: str = "story",
    prompt: str = prompts.SENTENCE,
    prompt2: str = "",
    layers: Sequence[int] | None = None,
    head: Head = "mean",
    special: Shade = "grey",
    position: int | None = None,
    all: bool = False,
    thickness: tuple[float, float] = (0.5, 12.0),
    theme: str = "light",
) -> Page:
    colours = THEMES[theme]
    drawn = []
    for text, place in ((prompt, position), (prompt2, None)):
        if text:
            run = runs.run(model, text)
            at = run.predicting_pos if place is None else place
            best = runs.predicted(model, text, at)
            drawn.append((run, Look(head, special, at, best[0].label if best else None), best))
    run, look, best = drawn[0]
    chosen = _first_middle_last(run.n_layers) if layers is None else sorted(layers)
    found = {"predictions": pictures.next_token_bars(best, theme=colours)} if best else {}
    found["map"] = pictures.layer_heatmap(run, look, chosen=chosen, theme=colours)
    make = pictures.all_weights if all else pictures.next_token_lines
    scale = max(largest_weight(run, chosen, look) for run, look, _ in drawn)
    for name, (run, look, _) in zip(("lines", "lines-second"), drawn, strict=False):
        if chosen:
            found[name] = make(run, chosen, look, thickness=thickness, scale_max=scale, theme=colours)
    return Page(found, theme=colours)


def multiple_sentences(
    *,
    model: str = "story",
    text: str = prompts.SENTENCES,
    layers: Sequence[int] | None = None,
    head: Head = "mean",
    special: Shade = "grey",
    layer: int | None = None,
    prompt: str = prompts.SENTENCE,
    theme: str = "light",
) -> Page:
    run, colours, look = runs.run(model, text), THEMES[theme], Look(head, special)
    chosen = _first_middle_last(run.n_layers) if layers is None else sorted(layers)
    scale = largest_weight(run, chosen, look) if chosen else None
    found = {
        f"text-layer-{each}": pictures.shaded_text(run, each, look, scale_max=scale, theme=colours) for each in chosen
    }
    found["sentence-shares"] = pictures.sentence_shares(run, head, theme=colours)
    if layer is None:
        layer = chosen[-1] if chosen else run.n_layers - 1
    found["sentence-matrix"] = pictures.sentence_matrix(run, layer, head, theme=colours)
    table, other = frames.layer_table.table(run, head), runs.run(model, prompt)
    reading = readings.layer_table(run, table)
    others = readings.layer_table(other, frames.layer_table.table(other, head))
    return Page(found, {"layers": (reading, lambda: table)}, (others,), theme=colours)


def evidence(
    *,
    prompt: str = prompts.SENTENCE,
    show: Literal["words", "heads", "layers"] = "words",
    step: int = 0,
    layers: Sequence[int] = (),
    heads: Sequence[int] = (),
    off: Literal["zero", "mean"] = "zero",
    position: int | None = None,
    looked_at: int | None = None,
    theme: str = "light",
    **_: object,
) -> Page:
    read, colours = runs.continued(prompt, step), THEMES[theme]
    run = runs.run("story", read)
    query = run.predicting_pos if position is None else position
    if show == "words":
        chosen = tuple(sorted(layers)), tuple(sorted(heads))
        found = runs.evidence(read, *chosen)
        words = pictures.evidence(run, found, chosen, theme=colours)
        believed = pictures.layer_correlation(run, effects(found, REMOVED), theme=colours)
        return Page({"evidence": words, "believed": believed}, theme=colours)
    if show == "layers":
        lens = logit_lens(runs.model("story"), run, query)
        return Page({"lens": pictures.logit_lens(lens, theme=colours)}, theme=colours)
    measured = runs.heads_off(read, off)
    key = frames.joining_heads.most_looked_at(run, query) if looked_at is None else looked_at
    table = frames.joining_heads.table(run, measured, query, key)
    reading = readings.joining_heads(run, measured, query, key)
    off_map = {"heads-off": pictures.heads_off(measured, theme=colours)}
    return Page(off_map, {"joining-heads": (reading, lambda: table)}, theme=colours)


def _first_middle_last(n_layers: int) -> list[int]:
    return [0, (n_layers - 1) // 2, n_layers - 1]
