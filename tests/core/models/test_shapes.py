"""A config that lies about its weights is refused in words, and before anything of the size it claims is built."""

from __future__ import annotations

import json
from typing import Any

import pytest

from attn_core import load_model
from attn_core.errors import BrokenModelError
from attn_core.models import loading
from tests.support.tiny_models import Folder

OF_OTHER_SHAPES = "describes weights of other shapes than the files have"
ABSURD = [
    ("llama", {"num_hidden_layers": 1_000_000}), ("llama", {"num_hidden_layers": 0}),
    ("llama", {"num_hidden_layers": -1}), ("llama", {"hidden_size": 1_000_000}), ("llama", {"vocab_size": 10**12}),
    ("llama", {"max_position_embeddings": 0}), ("bert", {"vocab_size": 10**9}),
]  # fmt: skip
TOO_FEW_LAYERS = [
    ("llama", {"num_hidden_layers": 2}, r"layer 1 is the last, and the weights have model\.layers\.2\."),
    ("gpt2", {"n_layer": 1}, r"layer 0 is the last, and the weights have transformer\.h\.1\."),
    ("bert", {"num_hidden_layers": 1}, r"the weights have bert\.encoder\.layer\.1\."),
    ("t5", {"num_layers": 1}, r"the weights have encoder\.block\.1\."),
    ("t5", {"num_decoder_layers": 1}, r"the weights have decoder\.block\.1\."),
]
OTHERS = [
    ("llama", {"intermediate_size": 64}), ("llama", {"vocab_size": 5}), ("llama", {"num_attention_heads": 8}),
    ("llama", {"num_attention_heads": 8, "head_dim": 4}), ("llama", {"num_key_value_heads": 4}),
    ("gpt2", {"n_positions": 7}), ("bert", {"type_vocab_size": 1}), ("t5", {"d_kv": 16}),
]  # fmt: skip


def load_with(copy: Folder, name: str, lie: dict[str, Any]) -> None:
    folder = copy(name)
    config = json.loads((folder / "config.json").read_text())
    assert lie.keys() <= config.keys()
    (folder / "config.json").write_text(json.dumps(config | lie))
    load_model(str(folder), device="cpu", catalog={})


@pytest.mark.parametrize(("name", "lie"), ABSURD)
def test_a_size_that_cannot_be_is_refused_before_the_model_is_built(
    name: str, lie: dict[str, int], copy: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_AUTO", dict.fromkeys(loading._AUTO))  # builds nothing
    [(key, value)] = lie.items()
    with pytest.raises(BrokenModelError, match=rf"says {key} is {value:,}, and there are .* Copy both"):
        load_with(copy, name, lie)


@pytest.mark.parametrize(("name", "lie", "words"), TOO_FEW_LAYERS)
def test_a_model_is_never_cut_short(name: str, lie: dict[str, int], words: str, copy: Folder) -> None:
    with pytest.raises(BrokenModelError, match=words):
        load_with(copy, name, lie)


@pytest.mark.parametrize(("name", "lie"), OTHERS)
def test_weights_of_another_shape(name: str, lie: dict[str, int], copy: Folder) -> None:
    with pytest.raises(BrokenModelError, match=OF_OTHER_SHAPES):
        load_with(copy, name, lie)


def test_a_computed_table_of_positions_may_have_any_length(copy: Folder) -> None:
    load_with(copy, "llama", {"max_position_embeddings": 10**9})
