"""The prompts that the pages start with, and the examples beside them."""

from attn_core.records.tokens import Kind

SENTENCE = "Jide was hungry so she went looking for"
SENTENCE_EXAMPLES = (
    "Jide was thirsty so she went looking for",
    "Omar was cold and Lena was sick. Omar asked for",
)

SENTENCES = (
    "The artist selected a shade of blue from her palette. With a steady hand, she began to paint the waves onto the "
    "canvas. She wanted to capture the power and beauty of the"
)
SENTENCES_EXAMPLES = (
    "The artist selected a shade of green from her palette. With a steady hand, she began to paint the trees onto the "
    "canvas. She wanted to capture the power and beauty of the",
)

PAIR = ("The cat sat on the mat", "The cat lay on the rug")

TRANSLATE = "The cat sat on the mat."
T5_TASK = "translate English to German: "

_BLANK = " [MASK]."


def fitting(kind: Kind, *texts: str) -> list[str]:
    """The texts as a model of this kind reads them: an encoder gets a blank to fill in at the end."""
    return [text + _BLANK if kind == "encoder" else text for text in texts]
