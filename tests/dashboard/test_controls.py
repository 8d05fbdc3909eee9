"""Every control reaches the picture, what it says, and the numbers behind its buttons: a row a page and control.

A row is compared with what attn_core gives for that choice, drawing, alt text, caption, SVG and CSV alike, so that a
control that is ignored, or wired to another layer, head or text in any of them, fails.
"""

from __future__ import annotations

import pytest

from tests.dashboard.rows import EXPECTED, Address, Row, Values
from tests.dashboard.sent import Sent
from tests.dashboard.support import PAIR, OpenPage, choose

COLD = "Lena was cold so she"
TWO = "Omar was cold. He asked Lena for a"
BLANK = "Jide was hungry so she went looking for [MASK]."
TREES = "The artist chose green. She began to paint the [MASK]."


def encoder(page: str, **chosen: object) -> Row:
    """A row of the encoder, which another page opens with, so that its text is typed."""
    return Row(page, chosen, {"model": PAIR})


def evidence(show: str, **chosen: object) -> Row:
    """A row of one part of the evidence, which the address opens."""
    title = {"words": "Words", "heads": "Heads", "layers": "What layers would predict"}[show]
    return Row("evidence", chosen, {"show": title}, {"show": show})


LOOKS: list[Values] = [
    {"layers": [2]},
    {"layers": [6, 1, 3]},
    {"layers": []},
    {"layers": [0, 1, 2, 3, 4, 5]},
    {"head": "max"},
    {"head": 0},
    {"head": 3},
    {"special": "hidden"},
    {"head": "max", "special": "hidden", "layers": [5, 4]},
    {"head": 2, "special": "hidden", "layers": [7]},
]
LAB = [
    Row("welcome"),
    Row("welcome", {}, {"model": PAIR}),
    *(Row("single_sentence", look) for look in [{}, *LOOKS]),
    *(Row("multiple_sentences", look) for look in [{}, *LOOKS]),
    Row("single_sentence", {"prompt": COLD}),
    Row("single_sentence", {"prompt2": COLD}),
    Row("single_sentence", {"prompt": COLD, "prompt2": "Lena was very cold so she", "head": 1, "layers": [6, 2]}),
    Row("single_sentence", {"prompt2": COLD, "position": 3, "special": "hidden", "head": "max"}),
    Row("single_sentence", {"position": 0}),
    Row("single_sentence", {"position": 4, "head": 2}),
    Row("single_sentence", {"thickness": (2.0, 20.0)}),
    Row("single_sentence", {"all": True}),
    Row("single_sentence", {"all": True, "prompt2": COLD, "thickness": (1.0, 9.0), "layers": [3, 1]}),
    Row("single_sentence", {"all": True, "head": 3, "special": "hidden", "position": 5}),
    encoder("single_sentence", prompt=BLANK),
    encoder("single_sentence", prompt=BLANK, prompt2="Lena was [MASK].", layers=[1], head=2, special="hidden"),
    Row("single_sentence", {"position": 3, "all": True}, {"model": PAIR, "prompt": BLANK}, {"prompt": BLANK}),
    encoder("single_sentence", prompt="No blank is here."),
    Row("multiple_sentences", {"text": TWO}),
    Row("multiple_sentences", {"layer": 2}),
    Row("multiple_sentences", {"layer": 6, "layers": [1, 0], "head": 3, "special": "hidden"}),
    Row("multiple_sentences", {"prompt": COLD, "head": "max"}),
    encoder("multiple_sentences", text=TREES, layers=[2, 0], head=1, layer=1, prompt=BLANK),
]
EVIDENCE = [
    evidence("words"),
    evidence("words", prompt=COLD),
    evidence("words", layers=[5, 2]),
    evidence("words", heads=[3]),
    evidence("words", layers=[7], heads=[2, 0]),
    evidence("heads"),
    evidence("heads", prompt=COLD, off="mean"),
    evidence("heads", position=3),
    evidence("heads", looked_at=1),
    evidence("heads", position=7, looked_at=4, off="mean"),
    evidence("layers"),
    evidence("layers", position=2),
    Row("evidence", {"continue": True}, {}, {}),
    Row("evidence", {"step": 2}, {"continue": "true"}, {}),
    Row("evidence", {"step": 1, "off": "mean"}, {"continue": "true", "show": "Heads"}, {"show": "heads"}),
    Row("evidence", {"position": 4}, {"continue": "true", "step": "1", "show": "Heads"}, {"step": 1, "show": "heads"}),
    Row("evidence", {}, {"continue": "true", "step": "2"}, {"step": 2}),
]
SPECIAL: list[Values] = [{"special": "hidden"}, {"special": "shown"}]
HALVES: list[Values] = [{"halves": half} for half in ("A→A", "A→B", "B→A", "B→B")]
TEXTS: list[Values] = [{"a": COLD}, {"b": "Nobody saw them."}, {"b": ""}]
CHOSEN: Address = {"heads": ["3", "1"], "threshold": "5", "mean": "true"}
HEADS = [
    *(Row(page) for page in ("head_view", "model_view", "neuron_view")),
    *(Row(page, {"prompt": COLD}) for page in ("head_view", "model_view", "neuron_view")),
    *(Row(page, special) for page in ("head_view", "model_view") for special in SPECIAL),
    *(encoder(page, **texts) for page in ("head_view", "model_view", "neuron_view") for texts in TEXTS),
    *(encoder(page, **half) for page in ("head_view", "model_view", "neuron_view") for half in [{}, *HALVES]),
    *(encoder(page, halves="A→B", special="hidden") for page in ("head_view", "model_view")),
    Row("head_view", {"layer": 5}),
    Row("head_view", {"layer": 7, "special": "hidden"}),
    Row("head_view", {"layer": 1}, CHOSEN, {"heads": (1, 3), "threshold": 5.0, "mean": True}),
    encoder("head_view", layer=2, halves="B→A", special="shown"),
    Row("neuron_view", {"layer": 6}),
    Row("neuron_view", {"head": 2}),
    Row("neuron_view", {"layer": 3, "head": 1}, {"position": "4"}, {"position": 4}),
    Row("neuron_view", {"layer": 5, "head": 3}, {"position": "2", "expanded": "1"}, {"position": 2, "expanded": True}),
    Row("neuron_view", {}, {"expanded": "1"}, {"expanded": True}),
    encoder("neuron_view", layer=1, head=1, halves="B→A"),
]
THEMES = [
    *(Row(page, theme="dark") for page in EXPECTED),
    Row("single_sentence", {"all": True, "prompt2": COLD}, theme="dark"),
    Row("evidence", {}, {"show": "Heads"}, {"show": "heads"}, theme="dark"),
    Row("evidence", {}, {"show": "What layers would predict"}, {"show": "layers"}, theme="dark"),
]


@pytest.mark.parametrize("row", [*LAB, *EVIDENCE, *HEADS, *THEMES], ids=str)
def test_a_choice_is_drawn_told_and_downloaded(row: Row, open_page: OpenPage, sent: Sent) -> None:
    app = open_page(row.page, theme=row.theme, **row.address)
    if row.chosen:
        sent.files.clear()
        choose(app, **row.chosen)
    sent.compare(app, row.expected)
