"""The prompt as text, each token shaded by how much the prediction looks at it in one layer."""

from __future__ import annotations

import altair as alt

from attn_core.charts.channels import Options, either, fixed, pixels, share, strength, tooltip, words
from attn_core.charts.drawing import drawing, marks
from attn_core.charts.theme import LIGHT, MONOSPACE, Theme
from attn_core.frames import shaded_text as text
from attn_core.records.look import Look
from attn_core.records.run import AttentionRun


def shaded_text(
    run: AttentionRun,
    layer: int,
    look: Look = Look(),
    *,
    columns: int = 34,
    scale_max: float | None = None,
    theme: Theme = LIGHT,
) -> alt.LayerChart:
    """Text of `columns` characters a line, a new line and a number for every sentence, the prediction at the end.

    Its width is what the characters need, whatever the page gives it. Charts with one `scale_max` (0 to 1; by default
    the heaviest word of this layer) can be compared.
    """
    table = text.coordinates(run, layer, look, columns_wide=columns, scale_max=scale_max)
    wide, high = text.text_width(columns), text.text_height(table)
    tips = [*tooltip(token="token", position="position"), share(look.head)]
    y = pixels(alt.Y, "y", high)
    return drawing(
        table,
        [
            _boxes(theme).encode(pixels(alt.X, "x", wide), alt.X2(field="x2"), y, alt.Y2(field="y2"), tooltip=tips),
            _tokens(theme).encode(pixels(alt.X, "middle", wide), y, words("token")),
            _sentences(theme).encode(fixed(alt.XValue, text.MARGIN - 8), y, words("sentence")),
        ],
        height=high,
        width=wide,
        calculate={"y2": f"datum.y + {text.LINE - 2}"},
    )


def _boxes(theme: Theme) -> alt.Chart:
    return marks("rect", only="!datum.kind && datum.seen", cornerRadius=3).encode(
        either(alt.ColorValue, "datum.special", theme.sink, theme.attention),
        strength("shade", least=0.08, most=theme.shade),
    )


def _tokens(theme: Theme) -> alt.Chart:
    weight = {"expr": "datum.kind ? 700 : 400"}
    font: Options = {"font": MONOSPACE, "fontSize": 12, "fontWeight": weight}
    return marks("text", align="center", baseline="middle", dy=text.LINE / 2, **font).encode(
        either(alt.ColorValue, "datum.kind", theme.accent, theme.ink),
        either(alt.OpacityValue, "datum.seen", 1, 0.4),
    )


def _sentences(theme: Theme) -> alt.Chart:
    """A number in the margin where a sentence starts."""
    place: Options = {"align": "right", "baseline": "middle", "dy": text.LINE / 2}
    return marks("text", only="isValid(datum.sentence)", fontSize=11, color=theme.faint, **place)
