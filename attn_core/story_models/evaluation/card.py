"""Write a model card (README.md) from the numbers that training and evaluation left beside the weights."""

from __future__ import annotations

import itertools
import json
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

from attn_core.story_models.evaluation import card_everyday
from attn_core.story_models.stories import corpus, everyday
from attn_core.story_models.stories.lexicon import load_frames, load_lexicon

_HEAD = """---
license: apache-2.0
language: en
library_name: transformers
pipeline_tag: {task}
---

# {name}

{what}

Made for Attention Lab, a course's dashboard on transformer attention: a small model that works in the first minute,
offline. It is made for simple sentences about everyday life and goes wrong as often as the first table says; for open
English choose a larger model.
This card is written by `python -m attn_core.story_models.evaluate` from measured numbers.
"""

_LIMITS = """
## What it does not know

- Most of the world: rare facts, arithmetic beyond {numbers}, long texts, other languages, code.
  Any Unicode text can be typed in, but words it never saw are split into pieces or bytes and mean nothing to it.
- Stories are short (training texts have at most about 130 tokens). It can go wrong on longer ones.
- The world of its stories is simplified: a hungry person looks for food, an artist with blue paint paints the sea.
  First names carry a gender in it, so that pronouns can be told; sixteen names are used with both.
- Its attention shows how *this* model works. Larger models may do the same task in another way.

## Licence

Apache-2.0. The words, the sentence frames and the generated text were written for this project; nothing was copied.
"""


@cache
def corpus_facts(stories: int = 20_000) -> dict[str, int]:
    """Counts over the lexicon and the first ``stories`` training stories."""
    distinct: set[str] = set()
    answers = 0
    for story in itertools.islice(corpus.stories(1, "train"), stories):
        distinct.update(corpus.words(story.text))
        answers += len(story.answers)
    names = load_lexicon().names
    passages = everyday.passages("train")
    return {
        "passages": len(passages),
        "passage_words": len({word for line in passages for word in corpus.words(everyday.every_alternative(line))}),
        "frames": len(load_frames()),
        "domains": len({frame.domain for frame in load_frames()}),
        "names": len({name for kind in ("male", "female", "either") for name in names[kind]}),
        "words": len(distinct),
        "answers_per_hundred": round(100 * answers / stories),
    }


def _corpus_section(record: dict[str, Any]) -> str:
    facts = corpus_facts()
    minutes, tokens = record["seconds"] / 60, record["tokens"] / 1e6
    where = "one CPU core" if record["device"] == "cpu" else "a GPU"
    return f"""
## Training
{_passages(record, facts)}
- Stories: generated English stories of one to five sentences, {facts["frames"]} sentence frames in {facts["domains"]}
  domains, {facts["words"]:,} distinct words, {facts["names"]} first names from many cultures. In each, later words
  depend on earlier ones in a way the generator records ({facts["answers_per_hundred"]} such words in 100 stories).
- {corpus.HELD_OUT_PERCENT} % of all (frame, causes, answer) combinations never occur in training; accuracy is measured
  on them. Frames of fewer than {corpus.FEW} combinations hold none out: without one of seven days, a frame would teach
  that this day never comes.
- Besides stories it reads roll calls: word lists told twice, and lists of who has what, asked again in another order.
- {record["step"]:,} steps of {record["batch_tokens"]:,} tokens with padding, {tokens:.1f} million tokens in all,
  {minutes:.0f} minutes on {where}, {record["precision"]}; Muon for the layers' matrices and AdamW for the rest,
  learning rate {record["rate"]:g} (AdamW) with cosine decay. Dependent words weigh more in the loss than other words.
- Loss at the end: {record["loss"]:.2f} nats a weighted token. Much of it can't be learned: which name, which object,
  which sentence comes next is chosen by chance.
""" + "".join(f"- {textwrap.fill(note, 116, subsequent_indent='  ')}\n" for note in record.get("notes", []))


def _passages(record: dict[str, Any], facts: dict[str, int]) -> str:
    """What it read of the everyday passages; nothing where it was trained before there were any."""
    if not record["passages"]:
        return ""
    return f"""
- Passages: {facts["passages"]:,} of one to four sentences, written by hand for this project, {facts["passage_words"]:,}
  distinct words; {everyday.HELD_OUT_PERCENT} % more are held out. Names and alternatives are drawn anew each time."""


def _accuracy_section(numbers: dict[str, Any], task: str) -> str:
    lines = [
        "\n## Generated stories\n",
        f"{task}: **{numbers['accuracy']:.1%}** of {numbers['stories']:,} held-out stories.\n",
        "| domain | right | stories |\n|---|---|---|",
    ]
    counts = numbers["counts"]
    lines += [f"| {domain} | {share:.1%} | {counts[domain]} |" for domain, share in numbers["domains"].items()]
    return "\n".join(lines) + "\n"


def _knows_section(numbers: dict[str, Any]) -> str:
    """The domains it is good and bad at, by the measured accuracy."""
    shares = numbers["domains"]
    good = ", ".join(sorted(domain for domain, share in shares.items() if share >= 0.9))
    bad = ", ".join(sorted(domain for domain, share in shares.items() if share < 0.6))
    text = "How dependent words follow from their causes. On held-out stories it is right at least nine times in ten in"
    text += f" these domains: {good or 'none'}. It is right less than six times in ten in these: {bad or 'none'}."
    return f"\n## What it knows\n\n{textwrap.fill(text, 118)}\n"


def _handout_section(numbers: dict[str, Any]) -> str:
    lines = ["\n## The handouts' prompts\n", "| prompt | next words |\n|---|---|"]
    for entry in numbers["handouts"]:
        words = ", ".join(f"{word} {share:.1%}" for word, share in entry["top"][:4])
        lines.append(f"| {entry['prompt']} | {words} |")
    return "\n".join(lines) + "\n"


def _attention_section(facts: dict[str, Any]) -> str:
    head, layer, local = facts["head"], facts["layer"], facts["most_local"]
    rows = [
        f"| {index} | {short:.0%} | {long:.0%} | {near:.0%} |"
        for index, (short, long, near) in enumerate(
            zip(facts["bos_short"], facts["bos_long"], facts["nearest_share"], strict=True)
        )
    ]
    return f"""
## Where it looks

Attention of the last position, which predicts the next word. Layers and heads count from 0.

- "Jide was hungry so she went looking for": the head that looks at "{facts["word"]}" most is
  L{head["layer"]}H{head["head"]} with {head["share"]:.0%} of its attention; the mean over heads is highest in layer
  {layer["layer"]} with {layer["share"]:.0%}.
- The most local layer, on the three sentences about the artist, is layer {local["layer"]}: {local["share"]:.0%} of its
  attention stays on the last four positions.

| layer | on `<bos>`, hungry prompt | on `<bos>`, artist prompt | on the last four positions, artist prompt |
|---|---|---|---|
""" + "\n".join(rows) + "\n"  # fmt: skip


def _shape(config: dict[str, Any], parameters: int, size: int) -> str:
    heads = f"{config['num_hidden_layers']} layers x {config['num_attention_heads']} heads"
    heads += f", d_model {config['hidden_size']}"
    if "num_key_value_heads" in config:
        heads += f", {config['num_key_value_heads']} key-value head, windows of {config['sliding_window']} tokens"
        heads += " on the even layers, whole text on the odd ones"
    return (
        f"{config['architectures'][0]}: {heads}; {parameters / 1e6:.2f} million parameters, {config['vocab_size']:,} "
        f"tokens (own BPE, bytes for anything else), at most {config['max_position_embeddings']} positions, "
        f"{size / 1e6:.1f} MB of bf16 safetensors."
    )


def write(folder: Path) -> None:
    """Write ``folder/README.md`` from config.json, training.json and evaluation.json there.

    Raises:
        FileNotFoundError: one of the three files is missing.
    """
    config, record, numbers = (
        json.loads((folder / f"{name}.json").read_text()) for name in ("config", "training", "evaluation")
    )
    size = (folder / "model.safetensors").stat().st_size
    decoder = "handouts" in numbers
    what = (
        "A small decoder (Gemma 3 architecture) that continues short everyday English texts."
        if decoder
        else "A small encoder (BERT architecture) that fills masked words in pairs of short everyday English texts."
    )
    text = _HEAD.format(
        task="text-generation" if decoder else "fill-mask",
        name=folder.name,
        what=what,
    )
    text += card_everyday.section(numbers["everyday"], decoder)
    text += f"\n## Shape\n\n{_shape(config, numbers['parameters'], size)}\n"
    text += _corpus_section(record) + _knows_section(numbers)
    task = "An acceptable word first" if decoder else "All masked dependent words filled acceptably"
    text += _accuracy_section(numbers, task)
    if decoder:
        text += _handout_section(numbers) + _attention_section(numbers["attention"])
    text += _LIMITS.format(numbers="ten or so")
    (folder / "README.md").write_text(text)
