"""The part of a model card that comes first: everyday English, by kind of question, with failures drawn by lot."""

from __future__ import annotations

from typing import Any

_KINDS = {
    "one_sentence": "a sentence that gives its own answer",
    "across": "the answer depends on an earlier sentence",
    "fact": "what everybody knows",
    "question": "a question and its answer",
    "negation": "with *not*, *never*, *nobody*",
    "handout": "sentences like those of the course's handouts",
}


def section(numbers: dict[str, Any], decoder: bool) -> str:
    """The section in Markdown, from the record that evaluation left: ``right``, ``asked``, ``unread`` …."""
    task = (
        "A prompt counts as right when a fitting word is among the first four tokens that the model writes"
        if decoder
        else "A pair of texts counts as right when the first choice for its one [MASK] is a fitting word"
    )
    unread_right, unread = numbers["unread"]
    lines = [
        "\n## Everyday English\n",
        f"Right: **{numbers['right']} of {numbers['asked']}** questions that no author of its training texts has seen.",
        f"{task}.",
        f"{numbers['asked'] - unread} of them, most of them short facts, stand in a training passage all the same, its",
        f"names aside; of the other {unread}, **{unread_right}** are right.\n",
        "| kind | right |\n|---|---|",
        *(f"| {_KINDS.get(kind, kind)} | {right} of {asked} |" for kind, (right, asked) in numbers["kinds"].items()),
    ]
    if "bits_per_word" in numbers:
        lines.append(f"\nPassages held out from training: {numbers['bits_per_word']:.2f} bits a word.")
    lines += ["\nFailures, drawn by lot:\n", "| asked | written |\n|---|---|"]
    lines += [f"| {_cell(miss['asked'])} | {_cell(miss['written'])} |" for miss in numbers["misses"]]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
