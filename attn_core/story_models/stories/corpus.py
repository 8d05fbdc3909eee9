"""The story corpus: an endless, deterministic stream of short stories whose dependent words are known."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from attn_core.story_models.stories.draft import Answer, Draft
from attn_core.story_models.stories.grammar import FrameError, slots
from attn_core.story_models.stories.lexicon import Frame, load_frames

Split = Literal["train", "held_out"]

HELD_OUT_PERCENT = 8
"""Share of (frame, causes, answer) combinations that training never sees."""

FEW = 10
"""A frame with fewer combinations holds none out: a frame of seven days, without one, teaches that this never comes."""

# Frames behind the handouts' prompts come more often.
_WEIGHTS = {"needs.look1": 4, "needs.look2": 3, "needs.look4": 2, "painting.artist1": 4, "painting.artist2": 4}
# Only here may a person go without a name ("The old man was …", "I was …"): these frames are in the past tense.
_DISGUISED = ("needs", "painting", "weather")
_TWO_CAUSES = re.compile(r"![\w.]+,")


@dataclass(frozen=True)
class Story:
    """One story of one to five sentences; spans in ``answers`` are character offsets into ``text``."""

    text: str
    frame: str
    domain: str
    answers: tuple[Answer, ...]


def is_held_out(story: Story, answer: Answer) -> bool:
    """Whether training never sees this answer in this frame with these causes (a hash of them, the same everywhere).

    All causes count, the person asked about included: were only the first held out, a model could learn which of two
    things a frame never asks about.
    """
    digest = hashlib.blake2b(f"{story.frame}|{_combination(story, answer)}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % 100 < HELD_OUT_PERCENT and story.frame not in _frames_of_few()


def _combination(story: Story, answer: Answer) -> str:
    causes = "+".join(sorted({story.text[start:end] for start, end in answer.causes}))
    return f"{causes}|{answer.text}"


@cache
def _frames_of_few() -> frozenset[str]:
    """Frames in which sixty stories show fewer than ``FEW`` combinations."""
    return frozenset(frame.name for frame in load_frames() if not _shows_many(frame))


def _shows_many(frame: Frame) -> bool:
    rng = random.Random(frame.name)
    seen: set[str] = set()
    for _ in range(60):
        story = write_story(frame, rng)
        seen.update(_combination(story, answer) for answer in story.answers)
        if len(seen) >= FEW:
            return True
    return False


def held_out_answers(story: Story) -> tuple[Answer, ...]:
    """The story's answers whose combination training never sees; empty for a training story."""
    return tuple(answer for answer in story.answers if is_held_out(story, answer))


@cache
def _may_disguise(frame: Frame) -> bool:
    people = {slot.label for slot in slots(frame.template) if slot.label.isupper()}
    caused = {cause for slot in slots(frame.template) for cause in slot.causes}
    return frame.domain in _DISGUISED and people == {"A"} and "A" not in caused and "{A}'s" not in frame.template


@cache
def _binds(frame: Frame) -> bool:
    """Whether the frame asks now about one person or thing and now about another, which takes longest to learn."""
    choices = re.findall(r"\[([^\[\]]*)\]", frame.template)
    return any(sum(bool(_TWO_CAUSES.search(side)) for side in choice.split("|")) > 1 for choice in choices)


def _weight(frame: Frame, split: Split) -> int:
    return _WEIGHTS.get(frame.name, 3 if split == "train" and _binds(frame) else 1)


def write_story(frame: Frame, rng: random.Random) -> Story:
    """One story from ``frame``; draws again until the words it drew fit together."""
    for _ in range(100):
        try:
            draft = Draft(frame.template, rng, _may_disguise(frame))
            draft.write()
        except FrameError as error:
            reason = error
            continue
        return Story(draft.text, frame.name, frame.domain, tuple(draft.answers))
    raise FrameError(f"the frame {frame.name} can't be written: {reason}")


def stories(seed: int, split: Split) -> Iterator[Story]:
    """An endless stream of stories, the same for the same seed.

    ``train`` stories hold no held-out combination; every ``held_out`` story holds at least one.
    """
    rng = random.Random(f"{split}-{seed}")
    frames = load_frames()
    weights = [_weight(frame, split) for frame in frames]
    while True:
        for frame in rng.choices(frames, weights, k=256):
            story = write_story(frame, rng)
            if bool(held_out_answers(story)) == (split == "held_out"):
                yield story


def words(text: str) -> list[str]:
    """Words of a text in lower case, punctuation and figures left out."""
    return re.findall(r"[^\W\d_]+", text.lower())
