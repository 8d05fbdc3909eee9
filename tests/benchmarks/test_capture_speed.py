"""What capture costs on a random checkpoint of Gemma 3 1B's exact shape, beside plain SDPA and eager attention maps.

Run with `pytest tests/benchmarks/test_capture_speed.py -s`; a figure over its budget fails. The checkpoint (2.0 GB,
bfloat16) is built once, in the folder of temporary files. Each measurement has a process of its own.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import torch

from attn_core import capture
from attn_core.models.loading import load_here
from tests.benchmarks.gemma_shape import FOLDER, alone, checkpoint, prompt

__all__ = ["checkpoint"]  # a fixture

MB = 1e6


def private_bytes() -> int:
    """Anonymous pages: what the kernel can't take back, as it can the pages of a mapped file."""
    memory = psutil.Process().memory_info()
    return int(memory.rss - memory.shared)


@contextmanager
def watching() -> Iterator[list[int]]:
    """Private memory, looked at every few milliseconds while the block runs."""
    seen, done = [private_bytes()], threading.Event()

    def look() -> None:
        while not done.wait(0.002):
            seen.append(private_bytes())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
        seen.append(private_bytes())


def after_loading() -> tuple[float, float, str]:
    start = time.perf_counter()
    model = load_here(str(FOLDER), device="cpu", dtype="bfloat16", catalog={})
    return private_bytes(), time.perf_counter() - start, model.where


def test_private_memory_after_loading() -> None:
    private, seconds, where = alone(after_loading)
    print(f"\nloading: {where}: {private / MB:.0f} MB private (budget 400), {seconds:.1f} s")
    assert private <= 400 * MB


def ratios(rounds: dict[int, int]) -> dict[int, tuple[float, float]]:
    """CPU seconds of a plain SDPA forward and of a capture, medians of interleaved rounds, by number of tokens.

    CPU time on one thread, because other work on the machine would stretch the wall time of either.
    """
    torch.set_num_threads(1)
    model = load_here(str(FOLDER), device="cpu", dtype="bfloat16", catalog={})
    ours = model.model.config._attn_implementation

    def plain(text: str) -> None:
        model.model.set_attn_implementation("sdpa")
        inputs = model.tokenizer(text, return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            model.model(**inputs, use_cache=False, logits_to_keep=1).logits.float().softmax(-1).topk(50)
        model.model.set_attn_implementation(ours)

    found = {}
    for tokens, count in rounds.items():
        text = prompt(tokens)
        assert len(capture(model, text).tokens) == tokens
        plain(text)
        pairs = [(seconds(plain, text), seconds(capture, model, text)) for _ in range(count)]
        found[tokens] = (statistics.median(p for p, _ in pairs), statistics.median(c for _, c in pairs))
    return found


def seconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def test_capture_beside_a_plain_forward() -> None:
    found = alone(ratios, {12: 15, 128: 9, 512: 5})
    print("\ntokens   plain SDPA   capture   ratio (CPU time; budget 1.10)")
    for tokens, (plain, captured) in found.items():
        print(f"{tokens:6}   {plain:8.3f} s   {captured:5.3f} s   {captured / plain:.2f}")
    assert all(captured <= 1.1 * plain for plain, captured in found.values())


def peak(way: str, tokens: int) -> tuple[int, float]:
    """Most private memory and seconds of one forward: "sdpa" keeps nothing, "eager" every map, "capture" a run."""
    model = load_here(str(FOLDER), device="cpu", dtype="bfloat16", catalog={})
    start = time.perf_counter()
    with watching() as seen:
        if way == "capture":
            kept: Any = capture(model, prompt(tokens))
        else:
            model.model.set_attn_implementation(way)
            inputs = model.tokenizer(prompt(tokens), return_tensors="pt", return_token_type_ids=False)
            with torch.inference_mode():
                kept = model.model(**inputs, use_cache=False, logits_to_keep=1, output_attentions=way == "eager")
    took = time.perf_counter() - start
    assert kept is not None
    return max(seen), took


def test_memory_beside_eager_attention_maps() -> None:
    found = {way: alone(peak, way, 2048) for way in ("sdpa", "capture", "eager")}
    plain, captured, eager = (found[way][0] for way in ("sdpa", "capture", "eager"))
    print("\n2,048 tokens: private memory over plain SDPA")
    for way, (used, took) in found.items():
        print(f"{way:8} {(used - plain) / MB:6.0f} MB   {took:5.1f} s")
    print(f"capture / eager: {(captured - plain) / (eager - plain):.2f} (budget 0.20)")
    assert captured - plain <= (eager - plain) / 5
