"""One layer as two columns of tokens joined by lines: who looks at whom, a colour for each head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from attn_core.charts.theme import LIGHT, Theme
from attn_core.diagrams.badges import badge_data
from attn_core.diagrams.diagram import Diagram, packed, token_data
from attn_core.frames.halves import Halves, looked_at, looking
from attn_core.frames.head_view import weights_between
from attn_core.readings.head_view import head_view as reading
from attn_core.records.attention import Attention
from attn_core.records.head_labels import HeadLabels
from attn_core.records.look import Special
from attn_core.records.tokens import Token

THRESHOLDS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""The steps of the slider, in percent: a line under the chosen one is not drawn."""
STEPS = 8191  # of 0.012 %, an eighth of what a tooltip shows; a fifth smaller than with all 16 bits


@dataclass(frozen=True)
class Choice:
    """What the picture starts with; from there on the browser has it.

    `heads` ascend; `threshold` is one of THRESHOLDS; a new `asked` tells the browser to take this choice for its own.
    """

    heads: tuple[int, ...]
    threshold: float = 0.0
    mean: bool = False
    asked: int = 0


def head_view(
    attention: Attention,
    layer: int,
    *,
    halves: Halves = "all",
    special: Special = "grey",
    start: Choice | None = None,
    labels: HeadLabels | None = None,
    theme: Theme = LIGHT,
) -> Diagram:
    """The picture of one layer: all its heads travel, `start` says which are drawn at first (None: all).

    `labels`, those of the run's model, become badges.
    """
    queries, keys = looking(attention, halves, special), looked_at(attention, halves, special)
    data = {
        "layer": layer,
        "weights": packed(weights_between(attention, layer, queries, keys), STEPS),
        "query": _side(attention.query_tokens, queries),
        "key": _side(attention.key_tokens, keys),
        "pair": any(token.segment for token in attention.query_tokens),
        "dimmed": special == "grey",
        "thresholds": THRESHOLDS,
        "badges": badge_data(labels, [layer]),
        "start": asdict(start or Choice(tuple(range(attention.n_heads)))),
        "theme": asdict(theme),
    }
    return Diagram("head_view", data, reading(attention, layer, halves=halves, special=special))


def _side(tokens: Sequence[Token], positions: Sequence[int]) -> dict[str, list[object]]:
    """Labels and the like of one column of tokens; `twice` where a label needs its position to be told apart."""
    labels = [token.label for token in tokens]
    return {
        **token_data([tokens[position] for position in positions]),
        "position": list(positions),
        "twice": [int(labels.count(labels[position]) > 1) for position in positions],
    }
