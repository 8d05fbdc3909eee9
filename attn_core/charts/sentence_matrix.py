"""From sentence to sentence: how much each sentence's tokens look at each sentence, in one layer."""

from __future__ import annotations

import altair as alt

from attn_core.charts.channels import either, fixed, quiet, strength, tooltip
from attn_core.charts.drawing import WIDE, drawing, marks
from attn_core.charts.theme import LIGHT, Theme
from attn_core.frames.sentence_matrix import coordinates
from attn_core.frames.sentences import n_sentences
from attn_core.records.look import Head
from attn_core.records.run import AttentionRun


def sentence_matrix(run: AttentionRun, layer: int, head: Head = "mean", *, theme: Theme = LIGHT) -> alt.LayerChart:
    """Rows look, columns are looked at; cells that are masked stay empty."""
    n = max(n_sentences(run), 1)
    row = 50 if n <= 6 else max(20, 300 // n)
    band = {"domain": list(range(1, n + 1)), "paddingInner": 0.06, "paddingOuter": 0}
    top = quiet(theme, title="looked at", orient="top")
    left = quiet(theme, title="looking", labelOverlap=False, labelFlush=False)
    x = alt.X(field="looked_at", type="ordinal", scale=band, axis=top)
    y = alt.Y(field="looking", type="ordinal", scale=band, axis=left)
    tips = tooltip(
        looking="sentence looking",
        from_text="text looking",
        looked_at="sentence looked at",
        to_text="text looked at",
        percent="largest weights" if head == "max" else "share of attention",
    )
    cells = marks("rect", cornerRadius=4 if n <= 10 else 2).encode(
        x,
        y,
        fixed(alt.ColorValue, theme.attention),
        strength("shade", least=0.08, most=theme.shade),
        tooltip=tips,
    )
    return drawing(coordinates(run, layer, head), [cells, _percents(n, theme).encode(x, y)], height=row * n)


def _percents(n: int, theme: Theme) -> alt.Chart:
    """What each cell has, in small digits without the sign where cells are narrow."""
    narrow = f"{WIDE} / {n} < 44"
    size = {"expr": f"{narrow} ? clamp({WIDE} / {n} / 1.7, 8, 12) : 13"}
    return marks("text", baseline="middle", fontSize=size).encode(
        either(alt.TextValue, narrow, {"expr": "datum.short"}, {"expr": "datum.percent"}),
        fixed(alt.ColorValue, theme.ink),
    )
