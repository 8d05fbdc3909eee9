"""Addresses: those of an earlier version still open what they named, and hostile ones get words."""

from __future__ import annotations

import pytest

from tests.dashboard.rows import Address, Row, Values
from tests.dashboard.sent import Sent
from tests.dashboard.support import PAGES, PAIR, OpenPage, drawn, messages, seen, widget, words

HIDDEN = "hidden, the rest rescaled"
OLD_NAMES = {"bos", "marks", "part", "matrix", "head_number", "some_layers", "some_heads", "looking", "query"}
ENCODER: Address = {"model": PAIR}
HEADS: Address = {"show": "Heads"}


def old(page: str, address: Address, **means: object) -> Row:
    return Row(page, {}, address, means)


OLD = [
    old("single_sentence", {"bos": HIDDEN}, special="hidden"),
    old("single_sentence", {"bos": "in grey", "head": "head 3"}, head=3),
    old("single_sentence", {"head": "head 0, as in the course’s figure", "layers": ["4", "1"]}, head=0, layers=[1, 4]),
    old("single_sentence", {"head": "strongest head"}, head="max"),
    old("single_sentence", {"head": "mean of all heads", "position": "3"}, position=3),
    old("multiple_sentences", {"bos": HIDDEN, "matrix": "2", "head": "head 1"}, special="hidden", layer=2, head=1),
    old("multiple_sentences", {"head": "strongest head", "layers": "5"}, head="max", layers=[5]),
    old("head_view", {"marks": "hidden"}, special="hidden"),
    old("head_view", {"marks": "dimmed"}, special="grey"),
    old("head_view", {"marks": "shown", "heads": "1,2"}, special="shown", heads=(1, 2)),
    old("head_view", {"heads": "3", "layer": "4", "threshold": "0.5"}, heads=(3,), layer=4, threshold=0.5),
    old("head_view", {**ENCODER, "halves": "A looks at B", "marks": "hidden"}, halves="A→B", special="hidden"),
    old("model_view", {"marks": "hidden"}, special="hidden"),
    old("model_view", {"marks": "dimmed"}),
    old("neuron_view", {"layer": "5", "head_number": "1"}, layer=5, head=1),
    old("neuron_view", {"query": "3", "expanded": "1", "head_number": "2"}, position=3, expanded=True, head=2),
    old("evidence", {"some_layers": ["5", "2"]}, layers=[2, 5]),
    old("evidence", {"some_heads": "3", "some_layers": "1"}, layers=[1], heads=[3]),
    old("evidence", {**HEADS, "looking": "7 looking"}, show="heads", position=7),
    old("evidence", {**HEADS, "looking": "7 looking", "looked_at": "3 hungry"}, show="heads", position=7, looked_at=3),
    old("evidence", {"show": "What layers would predict", "position": "4"}, show="layers", position=4),
    old("evidence", {**HEADS, "off": "its mean over the prompt"}, show="heads", off="mean"),
]


@pytest.mark.parametrize("row", OLD, ids=str)
def test_an_old_address_opens_what_it_named(row: Row, open_page: OpenPage, sent: Sent) -> None:
    app = open_page(row.page, **row.address)
    assert not messages(app)
    sent.compare(app, row.expected)
    assert not OLD_NAMES & set(app.query_params)


@pytest.mark.parametrize(
    ("name", "stack"),
    [("within the text", "encoder"), ("within the second text", "decoder"), ("second text → text", "cross")],
)
@pytest.mark.parametrize("page", ["head_view", "model_view", "neuron_view"])
def test_an_old_part_is_todays_stack(page: str, name: str, stack: str, open_page: OpenPage, translators: None) -> None:
    model = "Tiny T5 · 1M"
    before, now = open_page(page, model=model, part=name), open_page(page, model=model, stack=name)
    assert not messages(before)
    assert widget(before, "stack").value == stack
    assert drawn(before) == drawn(now)
    assert "part" not in before.query_params


def test_an_old_address_goes_on_as_a_new_one(open_page: OpenPage) -> None:
    app = open_page("single_sentence", bos=HIDDEN, head="head 2")
    app.run()
    assert (app.query_params["special"], app.query_params["head"]) == ("hidden", "2")
    app.selectbox(key="special").set_value("grey").run()
    assert app.selectbox(key="special").value == "grey"
    assert app.run().selectbox(key="head").value == 2


@pytest.mark.parametrize("page", PAGES)
def test_no_page_speaks_of_marks(page: str, open_page: OpenPage) -> None:
    for model in ({}, ENCODER):
        app = open_page(page, **model)
        labels = [f"{each.label} {each.help}" for each in (*app.selectbox, *app.multiselect, *app.select_slider)]
        said = " ".join([words(app), messages(app), *labels, *(seen(each.value) for each in app.markdown)])
        assert " marks" not in said.replace("question marks", "")
        assert "looking position" not in said.replace("Looking position", "")


NASTY = [
    "",
    "-1",
    "9" * 40,
    "1e9",
    "nan",
    "٣",
    "²",
    "<b>x</b>",
    "![x](https://example.org/x.png)",
    "\x00",
    "\u202e",
    "😀",
]
NAMES = {
    "single_sentence": ["layers", "head", "special", "position", "thickness", "all", "prompt2"],
    "multiple_sentences": ["layers", "head", "special", "layer"],
    "head_view": ["layer", "heads", "threshold", "mean", "special", "halves"],
    "model_view": ["special", "halves"],
    "neuron_view": ["layer", "head", "position", "expanded", "halves"],
    "evidence": ["layers", "heads", "show", "off", "position", "looked_at", "step", "continue"],
}


@pytest.mark.parametrize("value", NASTY, ids=ascii)
@pytest.mark.parametrize("page", NAMES)
def test_a_hostile_address_opens_the_page(page: str, value: str, open_page: OpenPage) -> None:
    query: Values = dict.fromkeys(NAMES[page], value)
    app = open_page(page, prompt="Lena was cold so she", **query)
    assert not app.exception
    assert app.get("vega_lite_chart") or app.get("bidi_component")
    assert "![x](" not in messages(app)
    assert "<b>" not in messages(app)


TOLD = {
    "layers": "no layer",
    "heads": "no head",
    "layer": "no layer",
    "head": "no",  # a head of the neuron view; a choice of heads is not one of those that are offered
    "special": "is not one of",
    "halves": "is not one of",
    "show": "is not one of",
    "off": "is not one of",
    "position": "no",
}


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in NAMES.items() for name in names if name in TOLD]
)
def test_a_choice_that_there_is_not_gets_words(page: str, name: str, open_page: OpenPage) -> None:
    choices: dict[str, str] = {"show": "Heads"} if name in ("off", "position") and page == "evidence" else {}
    app = open_page(page, **{**choices, "model": PAIR if name == "halves" else "Story · 5M", name: "🙂9"})
    assert TOLD[name] in messages(app)
    assert "🙂9" in messages(app)


@pytest.mark.parametrize("page", NAMES)
def test_old_names_with_hostile_values_open_the_page(page: str, open_page: OpenPage) -> None:
    app = open_page(page, **{name: ["9" * 40, "<b>x</b>"] for name in OLD_NAMES})
    assert not app.exception
    assert app.get("vega_lite_chart") or app.get("bidi_component")
    assert "<b>" not in messages(app)
