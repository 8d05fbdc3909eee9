"""How fast, how heavy and how talkative the dashboard is on the embedded model, beside its budgets.

Run with `pytest tests/benchmarks/test_dashboard.py -s`; a figure over its budget fails.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import psutil
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from attn_core import capture, load_model
from tests.benchmarks.support import count_bytes, report
from tests.browser.server import ROOT, free_port
from tests.browser.support import Visit, settled

NAMES = ("Jide", "Omar", "Lena", "Mei", "Ravi", "Ana", "Tom", "Zara", "Ines", "Yuki")
STATES = ("hungry", "thirsty", "tired", "cold", "sick")


def prompts() -> list[str]:
    return [f"{name} was {state} so she went looking for" for name in NAMES for state in STATES]


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def test_server_side_time() -> None:
    app = AppTest.from_file(str(ROOT / "dashboard/Home.py"), default_timeout=60).run()
    app.switch_page("views/single_sentence.py").run()
    assert not app.exception
    new = [seconds(app.text_input("prompt").set_value(prompt).run) for prompt in prompts()[:15]]
    cached = [seconds(app.text_input("prompt").set_value(prompt).run) for prompt in prompts()[:15]]
    layer = [seconds(app.multiselect("layers").set_value([number % 8]).run) for number in range(15)]
    model = load_model("story")
    alone = [seconds(partial(capture, model, f"{prompt} some")) for prompt in prompts()[:15]]
    print(f"\na new prompt's page takes {statistics.median(new) / statistics.median(alone):.1f} x its capture alone")
    report("new prompt to page done", statistics.median(new), "s", 0.5)
    report("cached prompt", statistics.median(cached), "s", 0.15)
    report("changed layer", statistics.median(layer), "s", 0.15)


def test_bytes_of_a_new_prompt(visit: Visit) -> None:
    page = visit("single_sentence")
    received = count_bytes(page)
    type_prompt(page, prompts()[7])
    report("WebSocket bytes of a new prompt", sum(received) / 1000, "kB", 150)


def test_memory_after_fifty_prompts(visit: Visit, server: str) -> None:
    page = visit("single_sentence")
    for prompt in prompts():
        type_prompt(page, prompt)
    port = int(server.rsplit(":", 1)[1])
    process = next(p for p in psutil.process_iter() if f"--server.port={port}" in " ".join(p.cmdline()))
    report("server RSS after 50 prompts", process.memory_info().rss / 1e6, "MB", 600)


def test_first_picture(browser: Browser) -> None:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/Home.py", f"--server.port={port}"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--server.headless=true", "--server.address=127.0.0.1"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        page = browser.new_page()
        while time.perf_counter() - start < 60:
            try:
                page.goto(f"http://127.0.0.1:{port}/", timeout=2000)
                break
            except Exception:
                time.sleep(0.1)
        page.wait_for_selector("[data-testid=stVegaLiteChart] :is(svg, canvas)", timeout=60_000)
        report("`streamlit run` to the first picture", time.perf_counter() - start, "s", 10)
    finally:
        process.terminate()
        process.wait(timeout=20)


def type_prompt(page: Page, prompt: str) -> None:
    page.get_by_label("Prompt", exact=True).fill(prompt)
    page.keyboard.press("Enter")
    settled(page)
