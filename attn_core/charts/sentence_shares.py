"""How each layer's attention is shared out between the sentences, as stacked bars."""

from __future__ import annotations

import altair as alt

from attn_core.charts.drawing import drawing, field, marks, quiet, share, tooltip
from attn_core.charts.theme import DEEP_SENTENCES, LIGHT, SENTENCES, Theme
from attn_core.frames.sentence_shares import coordinates
from attn_core.frames.sentences import part_names
from attn_core.frames.wording import special_names
from attn_core.records.look import Head
from attn_core.records.run import AttentionRun

_ROW = 20  # pixels a layer


def sentence_shares(run: AttentionRun, head: Head = "mean", *, theme: Theme = LIGHT) -> alt.LayerChart:
    """One bar a layer, one part of it a sentence (numbered where there is room), specials first and in grey."""
    bars = coordinates(run, head)
    names = part_names(run)
    colours = ([theme.sink] * bool(special_names(run)) + list(SENTENCES))[: len(names)]
    white = [i for i, colour in enumerate(colours) if colour in DEEP_SENTENCES]
    x = field(
        "start", title="largest weights, scaled to 100 %" if head == "max" else "share of attention, %",
        scale={"domain": [0, 100], "nice": False},
        axis=quiet(theme, values=[0, 25, 50, 75, 100], labelFlush=True),
    )  # fmt: skip
    y = field(
        "layer",
        "ordinal",
        title="layer",
        scale={"paddingInner": 0.15, "paddingOuter": 0},
        axis=quiet(theme, labelOverlap=False, labelFlush=False, titleAngle=0, titleAlign="right", titleX=-8, titleY=-8),
    )
    legend = {
        "orient": "top", "title": None, "columns": {"expr": "max(1, floor(width / 100))"},
        "symbolType": "square", "symbolSize": 120,
        "labelColor": theme.ink, "labelLimit": 140, "offset": 12,
    }  # fmt: skip
    return drawing(
        bars,
        [
            marks(
                "bar",
                {
                    "x": x, "x2": {"field": "end"}, "y": y,
                    "color": field("part", "nominal", scale={"domain": names, "range": colours}, legend=legend),
                    "tooltip": [*tooltip(layer="layer", part="looked at", text="text"), share(head)],
                },
                stroke=theme.background, strokeWidth=1,
            ),
            marks(
                "text",
                {"x": x | {"field": "middle"}, "y": y, "text": field("short", "nominal")},
                only="datum.share >= 4", baseline="middle", fontSize=11,
                color={"expr": f"indexof({white}, datum.number) < 0 ? '{LIGHT.ink}' : '#FFFFFF'"},
            ),
        ],
        height=_ROW * run.n_layers,
    )  # fmt: skip
