"""What strangers write: values for an address and texts for a prompt, as Hypothesis makes them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.dashboard.support import PAIR

_PLANES = st.integers(0, 16).flatmap(  # every plane as often as the others
    lambda plane: st.characters(codec="utf-8", min_codepoint=plane << 16, max_codepoint=(plane << 16) + 0xFFFF)
)
_BAIT = [
    "<eos>", "<bos>", "<pad>", "<unk>", "[SEP]", "[CLS]", "[PAD]", "[MASK]", "[UNK]", "</s>", "<|endoftext|>",
    "<script>alert(1)</script>", "![x](https://bait.example/x.png)", "https://bait.example", "www.bait.example",
    "me@bait.example", "$x^2$", ":red[x]", ":material/home:", "`", "\\", "../../etc/passwd", "/home", "file:///etc",
    "someone/model", "hf://someone/model", "{}", "%s", "%00", "\x00", "\u202e", "\u200b", "\u0301", "\ufeff",
    "字", "👩‍👩‍👧", "ﷺ", ".", "\"", "“", "(", "\n", " ", "nan", "inf", "-0", "1e999", "٣", "²", "0x1", "true", "null",
]  # fmt: skip
_NUMBERS = st.integers(-(10**40), 10**40).map(str) | st.integers(-1, 12).map(str) | st.floats().map(str)
_PIECES = st.lists(_PLANES | st.sampled_from(_BAIT) | st.text(max_size=4), max_size=12).map("".join)
_RUNS = st.tuples(st.sampled_from(_BAIT) | _PLANES, st.integers(1, 12_000)).map(lambda run: run[0] * run[1])

TEXTS = _PIECES | _RUNS | st.tuples(_PIECES, _RUNS, _PIECES).map("".join)
"""Prompts: pieces of every plane and of what means something to somebody, and long runs of one thing."""

_OFFERED = [
    PAIR, "Story · 5M", "story", "Words", "Heads", "What layers would predict", "A looks at B", "hidden", "grey",
    "strongest head", "mean of all heads", "within the text", "second text → text", "7 looking", "0,1", "0.5", "shown",
]  # fmt: skip
VALUES = st.sampled_from(_OFFERED) | _NUMBERS | TEXTS
"""Values of an address: numbers of any size, what some box offers, and any text."""

_NAMES = [
    "model", "layers", "head", "special", "position", "thickness", "all", "prompt", "prompt2", "text", "a", "b",
    "target", "stack", "layer", "heads", "threshold", "mean", "halves", "expanded", "show", "off", "looked_at", "step",
    "continue", "bos", "marks", "part", "matrix", "head_number", "some_layers", "some_heads", "looking", "query",
    "embed", "embed_options", "working_model", "next_model", "let-in", "turns", "stopped", "source",
]  # fmt: skip
ADDRESSES = st.dictionaries(
    st.sampled_from(_NAMES) | st.text(max_size=8), VALUES | st.lists(VALUES, min_size=1, max_size=3), max_size=8
)
"""Addresses: known names of today and of earlier versions, names that only the session has, and any others."""
