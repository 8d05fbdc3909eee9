"""The head, model and neuron views beside BertViz 1.4.1, driven in the same Chromium in the same run.

Run with `pip install -r tests/benchmarks/requirements.txt` and `pytest tests/benchmarks/test_views.py -s`; a figure
over its budget fails. BertViz is timed from its finished HTML, in which its attention already is; ours from the typed
prompt, so that our time has the model's forward and the server in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, WebSocket
from transformers import AutoTokenizer, BertConfig, BertForMaskedLM

from attn_core import AttentionRun, capture, load_model
from attn_core.story_models import STORY_PAIR_DIR
from tests.benchmarks import bertviz_page
from tests.benchmarks.support import report
from tests.browser.server import running
from tests.browser.support import settled

SHAPES = {"grid": (12, 12, 16), "wide": (2, 4, 256)}  # layers, heads, d_head


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Random BERTs on disk, and the catalog file that offers them."""
    root = tmp_path_factory.mktemp("models")
    tokenizer = AutoTokenizer.from_pretrained(STORY_PAIR_DIR)
    for name, (layers, heads, d_head) in SHAPES.items():
        config = BertConfig(
            vocab_size=len(tokenizer), hidden_size=heads * d_head, num_hidden_layers=layers, num_attention_heads=heads,
            intermediate_size=64, max_position_embeddings=512, initializer_range=0.2,
        )  # fmt: skip
        BertForMaskedLM(config).save_pretrained(root / name)
        tokenizer.save_pretrained(root / name)
    entry = (
        '[{0}]\ntitle = "{0}"\nrepository = "./{0}"\nkind = "encoder"\nparameters = 1\nmemory_mb = 100\n'
        'licence = "none"\ndescription = "Random."\n'
    )
    (root / "catalog.toml").write_text("".join(entry.format(name) for name in SHAPES))
    return {name: root / name for name in SHAPES}


@pytest.fixture(scope="module")
def address(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    catalog = folders["grid"].parent / "catalog.toml"
    with running(tmp_path_factory.mktemp("server") / "log", ATTENTION_LAB_CATALOG=str(catalog)) as at:
        yield at


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return bertviz_page.scripts(tmp_path_factory.mktemp("npm"))


def text(n_tokens: int, word: str = "cat") -> str:
    """A text of `n_tokens` tokens, [CLS] and [SEP] included."""
    return " ".join([word, *["the", "cat", "sat"] * n_tokens][: n_tokens - 2])


class Ours:
    """One of our pages with a short text on it, ready for a longer one."""

    def __init__(self, browser: Browser, address: str, view: str, model: str) -> None:
        self.bytes = 0
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.on("websocket", self._watch)
        self.page.goto(f"{address}/{view}?{urlencode({'model': f'{model} · 0M', 'a': 'cat', 'b': ''})}")
        settled(self.page)
        self.page.wait_for_selector(".stage[data-drawn]")

    def _watch(self, socket: WebSocket) -> None:
        def count(payload: bytes | str) -> None:
            self.bytes += len(payload)

        socket.on("framereceived", count)

    def seconds(self, prompt: str) -> float:
        """From the key that sends the prompt until its picture is drawn."""
        stage = self.page.locator(".stage").element_handle()
        before = stage.get_attribute("data-drawn")
        box = self.page.get_by_label("Text A", exact=True)
        box.fill(prompt)
        self.bytes = 0
        start = time.perf_counter()
        box.press("Enter")
        self.page.wait_for_function("([stage, before]) => stage.dataset.drawn !== before", arg=[stage, before])
        self.page.evaluate("() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))")
        return time.perf_counter() - start


@pytest.fixture
def ours(browser: Browser, address: str) -> Iterator[Callable[[str, str], Ours]]:
    opened: list[Ours] = []

    def open_view(view: str, model: str) -> Ours:
        opened.append(Ours(browser, address, view, model))
        return opened[-1]

    yield open_view
    for each in opened:
        each.page.close()


def run_of(folder: Path, n_tokens: int) -> AttentionRun:
    return capture(load_model(str(folder)), text(n_tokens))


def drawn_by(view: str, run: AttentionRun) -> str:
    """The JavaScript condition that BertViz has drawn all its lines: of one layer, or of every head."""
    heads = run.n_heads * (run.n_layers if view == "model_view" else 1)
    return f"document.querySelectorAll('svg line').length >= {heads * len(run.tokens) ** 2}"


@pytest.mark.parametrize(
    ("view", "fewer_bytes", "share_of_time", "kilobytes", "seconds"),
    [("head_view", 50, 2 / 3, 100, 0.6), ("model_view", 30, 1 / 3, 300, 1.0)],
)
def test_beside_bertviz_at_fifty_tokens(
    view: str, fewer_bytes: int, share_of_time: float, kilobytes: float, seconds: float, ours: Callable[..., Ours],
    folders: dict[str, Path], libraries: dict[str, str], browser: Browser
) -> None:  # fmt: skip
    run = run_of(folders["grid"], 50)
    assert len(run.tokens) == 50
    content = bertviz_page.html(view, run)
    page = browser.new_page()
    theirs = bertviz_page.show(page, content, libraries, drawn_by(view, run))
    page.close()
    here = ours(view, "grid")
    here.seconds(text(50, "dog"))  # the first picture also compiles the page's script, as a notebook would have
    took = here.seconds(text(50))
    print(f"\nBertViz {view}: {len(content) / 1e6:.1f} MB, {theirs:.2f} s")
    report(f"{view} bytes", here.bytes / 1000, "kB", min(kilobytes, len(content) / 1000 / fewer_bytes))
    report(f"{view} to drawn", took, "s", min(seconds, theirs * share_of_time))


@pytest.mark.parametrize(
    ("view", "model", "n_tokens", "seconds"),
    [
        ("head_view", "grid", 200, 1.5),
        ("head_view", "grid", 512, 10),
        ("model_view", "grid", 512, 3),
        ("neuron_view", "wide", 50, 1),
    ],
)
def test_long_texts(view: str, model: str, n_tokens: int, seconds: float, ours: Callable[..., Ours]) -> None:
    here = ours(view, model)
    here.seconds(text(9, "dog"))
    took = here.seconds(text(n_tokens))
    report(f"{view}, {n_tokens} tokens, {here.bytes / 1000:.0f} kB, to drawn", took, "s", seconds)
