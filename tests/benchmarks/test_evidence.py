"""What the evidence costs: everything for a short prompt on Story, and all cuts on Gemma 3 1B's shape.

Run with `pytest tests/benchmarks/test_evidence.py -s`; a figure over its budget fails. The limit is one plain forward
of the same prompt, measured in the same run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

from attn_core import capture
from attn_core.forward.loaded import LoadedModel
from attn_core.measures.evidence import gather
from attn_core.measures.interventions import cut_edges, remove_tokens, switch_off_heads
from attn_core.models.loading import load_here
from tests.benchmarks.gemma_shape import FOLDER, alone, checkpoint, prompt

__all__ = ["checkpoint"]  # a fixture

TWELVE = "Jide was hungry so she went looking for some food and a"


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Wall time, the median of some rounds after one that warms up."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def forward(model: LoadedModel, text: str) -> Callable[[], object]:
    """One plain forward of a text, as the model is generated with."""
    ids = torch.tensor([model.tokenizer(text)["input_ids"]])

    def run() -> object:
        with torch.inference_mode():
            return model.model(ids, use_cache=False, logits_to_keep=1)

    return run


def test_everything_for_a_short_prompt_on_story() -> None:
    model = load_here("story")
    run = capture(model, TWELVE)
    assert len(run.tokens) >= 12
    everything = seconds(lambda: gather(model, run), 5) + seconds(lambda: switch_off_heads(model, run), 5)
    one = seconds(forward(model, TWELVE), 9)
    print(f"\n{len(run.tokens)} tokens on Story: {everything:.2f} s (budget 1 s), {everything / one:.0f} x one forward")
    assert everything <= 1


def cuts_of_forty() -> dict[str, float]:
    model = load_here(str(FOLDER), device="cpu", dtype="bfloat16", catalog={})
    text = prompt(40)
    run = capture(model, text)
    return {
        "forward": seconds(forward(model, text), 5),
        "cut": seconds(lambda: cut_edges(model, run), 3),
        "removed": seconds(lambda: remove_tokens(model, run), 1),
        "heads": seconds(lambda: switch_off_heads(model, run), 1),
    }


def test_cuts_of_forty_tokens_on_gemmas_shape() -> None:
    found = alone(cuts_of_forty)
    one = found["forward"]
    print(f"\n40 tokens on Gemma 3 1B's shape: one forward {one:.2f} s")
    for what in ("cut", "removed", "heads"):
        print(f"{what:8} {found[what]:6.2f} s   {found[what] / one:.1f} x")
    print("budget: all single-token cuts in 12 x")
    assert found["cut"] <= 12 * one
