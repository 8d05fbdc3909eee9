"""What visitors type, and the teacher's token, are in no log: not even where every logger says all it can."""

from __future__ import annotations

import logging

import pytest

from tests.dashboard.support import PAIR, OpenPage, choose, messages

SECRET = "zebrafishmarmalade"
TOKEN = "hf_nobodyshouldeverreadthis"


def test_no_log_has_a_prompt_or_the_token(
    open_page: OpenPage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    caplog.set_level(logging.DEBUG)
    for name in ("attn_core", "lab", "transformers", "huggingface_hub", "streamlit"):
        caplog.set_level(logging.DEBUG, logger=name)
    app = open_page(
        "single_sentence", prompt=f"Lena {SECRET} was", prompt2=f"{SECRET} <eos>", model=SECRET, head=SECRET
    )
    assert SECRET in messages(app)  # what is looked for would be found
    for text in (f"{SECRET} so she", "", f"{SECRET} " * 5000):
        choose(app, prompt=text)
        assert TOKEN not in messages(app)
    open_page("evidence", prompt=f"Jide {SECRET} was")
    open_page("head_view", model=PAIR, a=f"The {SECRET} [MASK]", b=SECRET)
    logging.getLogger("attn_core").debug("the logs are heard")
    assert "the logs are heard" in caplog.text
    for secret in (SECRET, TOKEN):
        assert secret not in caplog.text
