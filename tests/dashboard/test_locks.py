"""Several visitors at once: whatever runs a model holds it, and one SVG is drawn at a time."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from torch.nn.modules.module import register_module_forward_pre_hook

from attn_core import capture, charts, translate
from attn_core.charts.theme import LIGHT
from attn_core.forward.loaded import LoadedModel
from attn_core.measures import attribution, interventions, predict
from attn_core.measures.head_labels import head_labels
from attn_core.measures.logit_lens import logit_lens
from attn_core.models.loading import load_here
from tests.dashboard import runs
from tests.dashboard.threads import Overlap

TEXT = "Jide was hungry so she went"
Work = Callable[[LoadedModel], object]
WORKS: dict[str, Work] = {
    "capture": lambda model: capture(model, TEXT),
    "next_tokens_at": lambda model: predict.next_tokens_at(model, runs.run("story", TEXT), 2),
    "rest_of_word": lambda model: predict.rest_of_word(model, runs.run("story", "Omar was cold. He asked J")),
    "continuation": lambda model: predict.continuation(model, runs.run("story", TEXT), 2),
    "cut_edges": lambda model: interventions.cut_edges(model, runs.run("story", TEXT)),
    "remove_tokens": lambda model: interventions.remove_tokens(model, runs.run("story", TEXT)),
    "switch_off_heads": lambda model: interventions.switch_off_heads(model, runs.run("story", TEXT)),
    "gradient_times_input": lambda model: attribution.gradient_times_input(model, runs.run("story", TEXT)),
    "value_norms": lambda model: attribution.value_norms(model, runs.run("story", TEXT)),
    "logit_lens": lambda model: logit_lens(model, runs.run("story", TEXT), 3),
    "head_labels": head_labels,
}
TRANSLATIONS: dict[str, Work] = {
    "written": lambda model: translate(model, "The cat sat."),
    "typed": lambda model: translate(model, "The cat sat.", "Die Katze"),
}


@contextmanager
def without_the_lock(model: LoadedModel) -> Iterator[list[str]]:
    """The modules that were called by a thread that does not hold the model, named while the block runs."""
    loose: list[str] = []
    holder: list[int] = []
    line = model.line

    class Held:
        """The model's line, which remembers who holds it."""

        def acquire(self, *args: Any, **kwargs: Any) -> bool:
            got = line.acquire(*args, **kwargs)
            if got:
                holder.append(threading.get_ident())
            return got

        def release(self) -> None:
            holder.clear()
            line.release()

    def check(module: object, _: object) -> None:
        if holder != [threading.get_ident()]:
            loose.append(type(module).__name__)

    object.__setattr__(model, "line", Held())
    handle = register_module_forward_pre_hook(check)
    try:
        yield loose
    finally:
        handle.remove()
        object.__setattr__(model, "line", line)


@pytest.mark.parametrize("name", WORKS)
def test_no_part_of_a_model_runs_for_who_does_not_hold_it(name: str) -> None:
    model = runs.model("story")
    runs.run("story", TEXT)
    with without_the_lock(model) as loose:
        WORKS[name](model)
    assert loose == []


@pytest.mark.parametrize("name", TRANSLATIONS)
@pytest.mark.parametrize("architecture", ["t5", "bart"])
def test_no_stack_of_a_translator_runs_for_who_does_not_hold_it(
    name: str, architecture: str, translators_file: Path
) -> None:
    model = load_here(str(translators_file.parent / architecture), device="cpu", catalog={})
    with without_the_lock(model) as loose:
        TRANSLATIONS[name](model)
    assert loose == []


@pytest.mark.parametrize("name", WORKS)
def test_two_threads_never_are_in_one_model_together(name: str) -> None:
    model = runs.model("story")
    runs.run("story", TEXT)
    overlap = Overlap("attn_core/forward/line.py")
    blocks = [model.model.get_input_embeddings().register_forward_pre_hook(lambda *_: overlap.enter())]
    blocks.append(model.model.get_input_embeddings().register_forward_hook(lambda *_: overlap.leave()))
    try:
        overlap.run(lambda: WORKS[name](model), lambda: capture(model, "Lena was cold"))
    finally:
        for block in blocks:
            block.remove()
    assert overlap.entered >= 2
    assert overlap.together == 1


def test_one_svg_is_drawn_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    overlap = Overlap("attn_core/charts/svg.py:svg")
    chart = charts.next_token_lines(runs.run("story", TEXT), [0])

    def convert(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        overlap.enter()
        overlap.leave()
        return subprocess.CompletedProcess([], 0, "<svg/>")

    monkeypatch.setattr(subprocess, "run", convert)
    overlap.run(lambda: charts.svg(chart, LIGHT), lambda: charts.svg(chart, LIGHT))
    assert (overlap.entered, overlap.together) == (2, 1)
