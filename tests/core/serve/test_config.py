"""One file configures a server, and says what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from attn_core.errors import CatalogError, RefusedError
from attn_core.models.remote import TOKEN_VARIABLE
from attn_core.serve import application
from attn_core.serve.config import Config, Limits, Pool, read

ROOT = Path(__file__).parents[3]


def written(folder: Path, text: str) -> Path:
    path = folder / "serve.yaml"
    path.write_text(text)
    return path


def test_the_example_can_be_read() -> None:
    config = read(ROOT / "docs/serve.yaml")
    assert config.pools["small"].models == ("story", "story-pair")
    assert config.pools["small"].replicas.most == 4
    assert config.limits == Limits()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pools: {}", "pools"),
        ("", "dictionary"),
        ("pools: {a: {models: []}}", "pools.a.models"),
        ("pools: {a: {models: [story], replicas: {gpu: 1}}}", "pools.a.replicas.gpu"),
        ("pools: {a: {models: [story], route: small}}", "pools.a.route"),
        ("pools: {a: {models: [story], replicas: {least: 0}}}", "pools.a.replicas.least"),
        ("port: 70000\npools: {a: {models: [story]}}", "port"),
        ("pools: {a: {models: [story]}, b: {models: [gpt2]}}", "same route"),
        ("pools: [", "can't be read"),
    ],
)
def test_a_wrong_file_gets_words(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=words):
        read(written(tmp_path, text))


def test_a_server_for_strangers_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    with pytest.raises(RefusedError, match="Set ATTENTION_LAB_TOKEN"):
        application.start(Config(pools={"a": Pool(models=("story",))}, host="0.0.0.0"))
