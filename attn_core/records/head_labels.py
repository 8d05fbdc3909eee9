"""What the heads of a model do, in a word each: labels with their scores and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from attn_core.records.attention import Float32

_BOS = "<bos>"


@dataclass(frozen=True)
class Label:
    """One thing that a head may do. A head carries the label from a score of `threshold` on, 0 to 1."""

    name: str
    symbol: str  # where there is hardly any room
    badge: str  # where there is little
    threshold: float
    meaning: str  # what such a head does, to go on after its badge


# What a threshold has to beat by far is what even attention scores on the probes: 12 to 15 % for <bos> and the token
# before, 6 % for what repeated words ask, and 44 to 56 % for sentences. On <bos> it is half of the attention, as where
# the model view says that a head rests on it.
SINK = Label("<bos> sink", "↓", "sink", 0.5, "rests on <bos>, as heads do that find nothing to look at")
PREVIOUS = Label("previous token", "←", "prev", 0.4, "looks at the token before")
SAME = Label("same token", "=", "same", 0.4, "looks at another place where the same token is")
INDUCTION = Label(
    "induction", "→", "ind", 0.4, "induction: goes back to where the same token was, and looks at what came next there"
)
WITHIN = Label("within the sentence", "○", "own", 0.75, "stays in the sentence of the token that looks")
ACROSS = Label("across sentences", "↔", "other", 0.75, "looks at other sentences")
LABELS = (SINK, PREVIOUS, SAME, INDUCTION, WITHIN, ACROSS)


@dataclass(frozen=True, eq=False)
class HeadLabels:
    """What the heads of one model do, whatever text is on the page."""

    scores: Mapping[str, Float32]  # by a label's name, float32 [layer, head], 0 to 1; nan where the probes can't tell
    start: str | None = None  # the special token that the model puts first; None where it has none

    def of(self, layer: int, head: int) -> tuple[tuple[Label, float], ...]:
        """The labels that a head carries, with their scores; the one furthest above its threshold first, often none."""
        told = [(label, float(scores[layer, head])) for label, scores in self.every]
        carried = [(label, score) for label, score in told if score >= label.threshold]
        return tuple(sorted(carried, key=lambda one: -one[1] / one[0].threshold))

    @property
    def every(self) -> tuple[tuple[Label, Float32], ...]:
        """Each label with its scores [layer, head], in words that fit the model's own token at the start."""
        return tuple((self._said(label), self.scores[label.name]) for label in LABELS)

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return len(self.scores[SINK.name])

    @property
    def n_heads(self) -> int:
        """Number of heads in each layer."""
        return int(self.scores[SINK.name].shape[1])

    def _said(self, label: Label) -> Label:
        start = self.start or _BOS
        return replace(label, name=label.name.replace(_BOS, start), meaning=label.meaning.replace(_BOS, start))
