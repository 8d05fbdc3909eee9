"""Every call gives on a server exactly what it gives here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attn_core import capture, load_model, translate
from attn_core.errors import CatalogError, EmptyPromptError, PromptError, RefusedError, UnknownModelError
from attn_core.forward.loaded import LoadedModel, Model
from attn_core.measures import attribution, evidence, familiarity, head_labels, interventions, logit_lens, predict
from attn_core.models.catalog import load_catalog
from attn_core.models.loading import load_here
from attn_core.records.effects import Effects
from attn_core.records.head_labels import HeadLabels
from attn_core.records.run import AttentionRun
from attn_core.records.translation import TranslationRun
from attn_core.serve.calls import CALLS
from tests.serve.support import PROMPT, Server
from tests.support.comparing import same_attention

CUTS = np.eye(9, dtype=np.bool_)[[1, 4]]


def _run(model: Model) -> AttentionRun:
    return capture(model, PROMPT)


ASKED: dict[str, Callable[[Model], Any]] = {
    "capture": _run,
    "next_tokens_at": lambda model: predict.next_tokens_at(model, _run(model), 3),
    "rest_of_word": lambda model: predict.rest_of_word(model, _run(model)),
    "continuation": lambda model: predict.continuation(model, _run(model), 5),
    "ends_text": lambda model: predict.ends_text(model, _run(model)),
    "cut_edges": lambda model: interventions.cut_edges(model, _run(model), CUTS, layers={1, 2}, heads=range(2)),
    "remove_tokens": lambda model: interventions.remove_tokens(model, _run(model)),
    "switch_off_heads": lambda model: interventions.switch_off_heads(model, _run(model), to="mean"),
    "gradient_times_input": lambda model: attribution.gradient_times_input(model, _run(model)),
    "value_norms": lambda model: attribution.value_norms(model, _run(model)),
    "logit_lens": lambda model: logit_lens.logit_lens(model, _run(model), 4),
    "gather": lambda model: evidence.gather(model, _run(model)),
    "head_labels": head_labels.head_labels,
    "measure_reference": familiarity.measure_reference,
    "familiarity": lambda model: familiarity.familiarity(model, _run(model), familiarity.measure_reference(model)),
}


def same(one: Any, other: Any) -> bool:
    """Assert that two results have the same types and the same numbers."""
    assert type(one) is type(other)
    if isinstance(one, AttentionRun | TranslationRun):
        pairs = zip(one.stacks.items(), other.stacks.items(), strict=True)
        assert all(mine[0] == theirs[0] and same_attention(mine[1], theirs[1]) for mine, theirs in pairs)
        others = [name for name in vars(one) if name not in ("stacks", "attention", *one.stacks)]
        return all(same(getattr(one, name), getattr(other, name)) for name in others)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        assert all(same(one[key], other[key]) for key in one)
    elif isinstance(one, Effects | HeadLabels):
        assert all(same(getattr(one, name), getattr(other, name)) for name in vars(one))
    else:
        assert asdict(one) == asdict(other) if hasattr(one, "__dataclass_fields__") else one == other
    return True


def test_every_call_is_asked() -> None:
    assert {*ASKED, "translate"} == set(CALLS)


@pytest.mark.parametrize("call", ASKED)
def test_a_decoder_gives_the_same(call: str, story: Model, story_here: LoadedModel) -> None:
    there, here = ASKED[call](story), ASKED[call](story_here)
    if isinstance(there, AttentionRun):
        there = replace(there, model="story")  # here its name is its address
    assert same(there, here)


def test_an_encoder_gives_the_same_beside_another_model(server: Server, story: Model) -> None:
    address = server.address("story-pair")
    there, here = load_model(address), load_here("story-pair", device="cpu")
    texts = ("The cat sat on the [MASK].", "It was warm.")
    for _ in range(2):  # the two models take turns
        read = capture(there, *texts)
        assert read.model == address
        assert same(replace(read, model="story-pair"), capture(here, *texts))
        assert capture(story, PROMPT).kind == "decoder"
    with pytest.raises(PromptError, match="predicted next token"):
        predict.next_tokens_at(there, capture(there, *texts), 0)


def test_a_translator_gives_the_same(server: Server) -> None:
    there = load_model(server.address("t5", "/other"))
    here = load_here(server.folders["t5"], device="cpu", catalog={})
    assert there.depths == here.depths
    assert (there.kind, there.family, there.n_heads) == (here.kind, "t5", here.n_heads)
    for target in (None, "the dog"):
        found = translate(there, "the cat sat", target)
        assert same(replace(found, model=here.entry.name), translate(here, "the cat sat", target))


def test_a_catalog_may_name_a_model_on_a_server(server: Server, tmp_path: Path) -> None:
    entry = (
        f'[far]\ntitle = "Far"\nrepository = "{server.address("story")}"\nkind = "decoder"\nparameters = 4_977_600\n'
        'licence = "Apache-2.0"\ndescription = "Story, on a server."\n'
    )
    file = tmp_path / "models.toml"
    file.write_text(entry)
    words: list[str] = []
    model = load_model("far", catalog=load_catalog(file), progress=lambda text, share: words.append(text))
    assert words == ["Asking for Far"]
    assert model.entry.title == "Far"
    assert f"at 127.0.0.1:{server.config.port}" in model.where
    assert capture(model, PROMPT).model == "far"
    file.write_text(entry.replace('"decoder"', '"encoder"'))
    with pytest.raises(CatalogError, match='write kind = "decoder"'):
        load_model("far", catalog=load_catalog(file))


def test_errors_are_those_of_a_model_here(story: Model) -> None:
    with pytest.raises(EmptyPromptError, match="no visible character"):
        capture(story, " ")
    with pytest.raises(PromptError, match="reads one text"):
        capture(story, PROMPT, "another")
    with pytest.raises(IndexError, match="position 99"):
        logit_lens.logit_lens(story, capture(story, PROMPT), 99)


def test_a_run_of_another_model_is_refused(server: Server, story: Model) -> None:
    run = capture(story, PROMPT)
    for other in (capture(load_model(server.address("story-pair")), PROMPT), replace(run, prompt=f"{PROMPT} food")):
        with pytest.raises(RefusedError, match="of another model"):
            predict.next_tokens_at(story, other, 0)


def test_a_model_that_is_not_there(server: Server) -> None:
    with pytest.raises(UnknownModelError, match="There are story, story-pair"):
        load_model(server.address("novel"))


def test_what_travels_rounded_says_by_how_much(server: Server, story_here: LoadedModel) -> None:
    near, exact = capture(load_model(server.address("story") + "?float16"), PROMPT), capture(story_here, PROMPT)
    last = len(exact.tokens) - 1
    measured = max(np.abs(near.pattern(n)[:, last] - exact.pattern(n)[:, last]).max() for n in range(exact.n_layers))
    assert 0 < near.rounded_by < 0.005
    assert near.rounded_by == pytest.approx(measured, rel=1e-3)
    assert near.next_tokens == exact.next_tokens
    assert exact.rounded_by == 0


def test_the_example_of_the_docs_runs(server: Server) -> None:
    text = (Path(__file__).parents[2] / "docs/serving.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```python\n(.*?)^```$", text, flags=re.M | re.S)
    namespace: dict[str, Any] = {}
    exec(example.replace("http://127.0.0.1:8000/story", server.address("story")), namespace)
    assert namespace["run"].next_tokens
