"""What the model view sends and how long it takes on models of the common shapes, beside its budgets.

Run with `pytest tests/benchmarks/test_model_view.py -s`; a figure over its budget fails. The models are random and
thin: they have as much attention as real ones and little else, so that what is timed is the picture.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.support import count_bytes, report
from tests.browser.server import running
from tests.browser.support import Visit, settled
from tests.support.tiny_models import save_tiny
from tests.support.tiny_tokenizers import TOKENIZERS

SHAPES = {
    "twelve": (
        "BertConfig", "BertForMaskedLM",
        {"hidden_size": 192, "intermediate_size": 96, "num_hidden_layers": 12, "num_attention_heads": 12,
         "max_position_embeddings": 512}, "wordpiece",
    ),
    "gemma": (
        "Gemma3TextConfig", "Gemma3ForCausalLM",
        {"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 26, "num_attention_heads": 4,
         "num_key_value_heads": 1, "head_dim": 32, "max_position_embeddings": 1024, "sliding_window": 512,
         "query_pre_attn_scalar": 32}, "metaspace",
    ),
}  # fmt: skip
ENTRY = """
[{0}]
title = "{0}"
repository = "./{0}"
kind = "{1}"
parameters = 1_000_000
memory_mb = 10
licence = "none"
description = "Random weights."
"""
WORDS = "the cat sat on the mat and the dog lay on the rug "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard with models of 12 × 12 and of 26 × 4 heads on offer."""
    folder = tmp_path_factory.mktemp("shapes")
    for name, shape in SHAPES.items():
        save_tiny(folder / name, *shape)
    kinds = {"twelve": "encoder", "gemma": "decoder"}
    (folder / "models.toml").write_text("".join(ENTRY.format(name, kind) for name, kind in kinds.items()))
    with running(folder / "log", ATTENTION_LAB_CATALOG=str(folder / "models.toml")) as address:
        yield address


@pytest.mark.parametrize(("model", "box", "heads"), [("twelve", "Text A", "12 × 12"), ("gemma", "Prompt", "26 × 4")])
@pytest.mark.parametrize(("tokens", "kilobytes", "seconds"), [(50, 300, 1), (500, 500, 3)])
def test_bytes_and_time_of_a_new_prompt(
    visit: Visit,
    model: str,
    box: str,
    heads: str,
    tokens: int,
    kilobytes: float,
    seconds: float,
) -> None:
    page = visit(f"model_view?model={quote(f'{model} · 1M')}&b=")
    received = count_bytes(page)
    taken = drawn_after(page, box, prompt_of(tokens, SHAPES[model][-1]))
    report(f"{heads} heads, {tokens} tokens: to drawn", taken, "s", seconds)
    report(f"{heads} heads, {tokens} tokens: WebSocket", sum(received) / 1000, "kB", kilobytes)


def test_hover_answers(visit: Visit) -> None:
    page = visit(f"model_view?model={quote('twelve · 1M')}&b=")
    drawn_after(page, "Text A", prompt_of(50, "wordpiece"))
    milliseconds = page.locator(".diagram .stage").evaluate(
        """stage => {
            const bounds = stage.getBoundingClientRect(), times = [];
            for (let i = 0; i < 50; i += 1) {
              const start = performance.now();
              const place = {clientX: bounds.x + 70 + i * 13, clientY: bounds.y + 40 + i * 9, bubbles: true};
              stage.dispatchEvent(new PointerEvent('pointermove', place));
              stage.parentNode.querySelector('.tip').getBoundingClientRect();
              times.push(performance.now() - start);
            }
            return Math.max(...times);
        }"""
    )
    report("12 × 12 heads, 50 tokens: hover", milliseconds, "ms", 130)


def prompt_of(tokens: int, tokenizer: str) -> str:
    """As many words as give that many tokens, special ones included."""
    words, count = (WORDS * tokens).split(), len(TOKENIZERS[tokenizer]()(WORDS)["input_ids"])
    return " ".join(words[: tokens * len(WORDS.split()) // count])


def drawn_after(page: Page, box: str, prompt: str) -> float:
    """Seconds from Enter to the picture of that prompt."""
    stage = page.locator(".diagram .stage")
    before = stage.get_attribute("data-drawn")
    page.get_by_label(box, exact=True).fill(prompt)
    start = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => [...document.querySelectorAll('*')].some(e => "
        "(e.shadowRoot?.querySelector('.stage')?.dataset.drawn ?? before) !== before)",
        arg=before,
        polling=20,
    )
    taken = time.perf_counter() - start
    settled(page)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    return taken
