"""How each layer's attention is shared out between the sentences, as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from attn_core.charts.channels import Options, quiet, share, tooltip, words
from attn_core.charts.drawing import WIDTH, drawing, marks
from attn_core.charts.theme import DEEP_SENTENCES, LIGHT, SENTENCES, Theme
from attn_core.frames.sentence_shares import coordinates
from attn_core.frames.sentences import part_names
from attn_core.frames.wording import special_names
from attn_core.records.look import Head
from attn_core.records.run import AttentionRun

_ROW = 20  # pixels a layer


def sentence_shares(run: AttentionRun, head: Head = "mean", *, theme: Theme = LIGHT) -> alt.LayerChart:
    """One bar a layer, one part of it a sentence (numbered where there is room), specials first and in grey."""
    names = part_names(run)
    colours = ([theme.sink] * bool(special_names(run)) + list(SENTENCES))[: len(names)]
    title = "largest weights, scaled to 100 %" if head == "max" else "share of attention, %"
    told = alt.Description(field="told", type="nominal")
    bars = marks("bar", stroke=theme.background, strokeWidth=1).encode(
        _percent("start", title, theme),
        alt.X2(field="end"),
        _layer(theme),
        alt.Color(field="part", type="nominal", scale={"domain": names, "range": colours}, legend=_legend(theme)),
        told,
        tooltip=[*tooltip(layer="layer", part="looked at", text="text"), share(head)],
    )
    numbers = _numbers(colours).encode(_percent("middle", title, theme), _layer(theme), words("short"), told)
    return drawing(
        coordinates(run, head),
        [bars, numbers],
        height=_ROW * run.n_layers,
        # what a screen reader says: by itself it would take a bar's start, which bears the same title, for its share
        calculate={"told": "'layer ' + datum.layer + ', ' + datum.part + ': ' + format(datum.share, '.1f') + ' %'"},
    )


def _percent(column: str, title: str, theme: Theme) -> alt.X:
    axis = quiet(theme, values=[0, 25, 50, 75, 100], labelFlush=True)
    return alt.X(field=column, type="quantitative", title=title, scale={"domain": [0, 100], "nice": False}, axis=axis)


def _layer(theme: Theme) -> alt.Y:
    aside: Options = {"titleAngle": 0, "titleAlign": "right", "titleX": -8, "titleY": -8}
    axis = quiet(theme, labelOverlap=False, labelFlush=False, **aside)
    return alt.Y(
        field="layer", type="ordinal", title="layer", scale={"paddingInner": 0.15, "paddingOuter": 0}, axis=axis
    )


def _numbers(colours: Sequence[str]) -> alt.Chart:
    """The sentences' numbers, in white on the deep colours."""
    white = [i for i, colour in enumerate(colours) if colour in DEEP_SENTENCES]
    ink = {"expr": f"indexof({white}, datum.number) < 0 ? '{LIGHT.ink}' : '#FFFFFF'"}
    return marks("text", only="datum.share >= 4", baseline="middle", fontSize=11, color=ink)


def _legend(theme: Theme) -> Options:
    return {
        "orient": "top",
        "title": None,
        "columns": {"expr": f"max(1, floor((width || {WIDTH}) / 100))"},
        "symbolType": "square",
        "symbolSize": 120,
        "labelColor": theme.ink,
        "labelLimit": 140,
        "offset": 12,
    }
