"""BertViz's own pages in the benchmark's browser: its HTML, and the scripts it asks for from npm packages."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import torch
from bertviz import head_view, model_view
from playwright.sync_api import Page, Route

from attn_core import AttentionRun

VIEWS: dict[str, Callable[..., object]] = {"head_view": head_view, "model_view": model_view}
_ADDRESS = "http://bertviz.test/"
_SCRIPTS = {
    "require.min.js": ("requirejs@2.3.6", "package/require.js"),
    "d3.min.js": ("d3@5.7.0", "package/dist/d3.min.js"),
    "jquery.min.js": ("jquery@2.1.4", "package/dist/jquery.min.js"),
}


def scripts(folder: Path) -> dict[str, str]:
    """The libraries that BertViz loads from a content network, unpacked from npm packages into `folder`."""
    found = {}
    for name, (package, path) in _SCRIPTS.items():
        packed = subprocess.run(
            ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            member = archive.extractfile(path)
            assert member is not None
            found[name] = member.read().decode()
    return found


def html(view: str, run: AttentionRun) -> str:
    """The page that BertViz makes of all layers and heads of a run."""
    attention = [torch.from_numpy(run.pattern(layer).copy())[None] for layer in range(run.n_layers)]
    made = VIEWS[view](attention, list(run.tokens), html_action="return")
    return f"<!doctype html><meta charset=utf-8><body>{made.data}</body>"  # type: ignore[attr-defined]


def show(page: Page, content: str, libraries: dict[str, str], drawn: str, timeout_s: float = 120) -> float:
    """Open the page; seconds from the request until the JavaScript condition `drawn` holds."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        body = libraries.get(name if name.endswith(".js") else f"{name}.js", content)
        kind = "text/html" if route.request.url == _ADDRESS else "text/javascript"
        route.fulfill(body=body, content_type=kind)

    page.route("**/*", answer)
    page.goto(_ADDRESS, wait_until="commit")
    # Counted by the browser's own clock from its navigation on, so that the driver's polling costs nothing.
    return float(
        page.evaluate(
            """async ([drawn, limit]) => {
                const holds = new Function(`return ${drawn}`);
                while (!holds()) {
                    if (performance.now() > limit * 1000) return NaN;
                    await new Promise((next) => requestAnimationFrame(next));
                }
                await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
                return performance.now() / 1000;
            }""",
            [drawn, timeout_s],
        )
    )
