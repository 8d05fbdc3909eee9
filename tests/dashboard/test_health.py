"""The page for whoever runs the server."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakValueDictionary

import pytest
from lab import cache, health

from attn_core import capture
from attn_core.forward.loaded import LoadedModel
from tests.dashboard.support import OpenPage, seen
from tests.support.waiting import until


def shown(open_page: OpenPage) -> str:
    app = open_page("welcome").switch_page("views/health.py").run()
    assert not app.exception
    return seen(" ".join(element.value for element in app.main.markdown)).replace("*", "")


def test_it_tells_memory_and_each_model(open_page: OpenPage) -> None:
    text = shown(open_page)
    assert re.search(r"Memory\. \d+ MB used, [\d.]+ [MG]B free, [\d.]+ [MG]B at most", text) or "GB used" in text
    assert re.search(r"Model story\. \d+ MB, Story, float32, on this CPU; (nobody|one) computes", text)


@pytest.mark.usefixtures("fresh_caches")
def test_it_needs_no_model_and_tells_no_secret(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str, **_: object) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(cache, "load_model", fails)
    monkeypatch.setattr(cache, "_loaded", WeakValueDictionary())  # a thread of a test before may still hold its model
    monkeypatch.setenv("HF_TOKEN", "hf_not_to_be_seen")
    app = open_page("health")
    assert not app.exception
    text = seen(" ".join(element.value for element in app.main.markdown))
    assert "none loaded yet" in text
    assert "hf_not_to_be_seen" not in text


def test_whoever_computes_and_whoever_waits_is_counted(open_page: OpenPage) -> None:
    open_page()
    model = cache.model("story")
    assert isinstance(model, LoadedModel)
    cache.reference("story").result()  # else its thread computes
    assert "nobody computes" in health.report()["Model story"]
    with ThreadPoolExecutor(2) as pool:
        with model.forward_lock():
            assert "one computes" in health.report()["Model story"]
            asked = [pool.submit(capture, model, text) for text in ("Lena was cold", "Omar was sick")]
            until(lambda: "one computes, 2 wait" in health.report()["Model story"])
        for each in asked:
            each.result()
