"""From sentence to sentence: how much each sentence's tokens look at each sentence, in one layer."""

from __future__ import annotations

import altair as alt

from attn_core.charts.drawing import drawing, either, field, marks, quiet, tooltip
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.sentence_matrix import coordinates
from attn_core.frames.sentences import n_sentences
from attn_core.records.look import Head
from attn_core.records.run import AttentionRun


def sentence_matrix(run: AttentionRun, layer: int, head: Head = "mean", *, theme: Theme = LIGHT) -> alt.LayerChart:
    """Rows look, columns are looked at; cells that are masked stay empty."""
    cells = coordinates(run, layer, head)
    n = max(n_sentences(run), 1)
    row = 50 if n <= 6 else max(20, 300 // n)
    cell = f"width / {n}"
    band = {"domain": list(range(1, n + 1)), "paddingInner": 0.06, "paddingOuter": 0}
    x = field("looked_at", "ordinal", scale=band, axis=quiet(theme, title="looked at", orient="top"))
    y = field(
        "looking", "ordinal", scale=band, axis=quiet(theme, title="looking", labelOverlap=False, labelFlush=False)
    )
    tips = tooltip(
        looking="sentence looking", from_text="its text", looked_at="sentence looked at", to_text="its text",
        percent="largest weights" if head == "max" else "share of attention",
    )  # fmt: skip
    return drawing(
        cells,
        [
            marks(
                "rect",
                {
                    "x": x, "y": y, "tooltip": tips, "color": {"value": theme.attention},
                    "opacity": field("shade", scale={"domain": [0, 255], "range": [0.08, theme.shade]}, legend=None),
                },
                cornerRadius=4 if n <= 10 else 2,
            ),
            marks(
                "text",
                {
                    "x": x, "y": y, "color": {"value": theme.ink},
                    "text": either(f"{cell} < 44", {"expr": "datum.short"}, {"expr": "datum.percent"}),
                },
                baseline="middle", fontSize={"expr": f"{cell} < 44 ? clamp({cell} / 1.7, 8, 12) : 13"},
            ),
        ],
        height=row * n,
    )  # fmt: skip
