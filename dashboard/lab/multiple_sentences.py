"""The parts of the several-sentences page, each a picture or a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from attn_core import AttentionRun, Look, frames, pictures, readings
from attn_core.records.look import Head
from attn_core.summaries.weights import largest_weight
from lab import controls, messages, prompt_box, prompts
from lab.figure import explain, figure

IN_A_ROW = 3


def shaded_texts(run: AttentionRun, layers: Sequence[int], look: Look) -> None:
    """The text once for each layer, shaded by what the prediction looked at, all on one scale."""
    scale = largest_weight(run, layers, look) if layers else None
    for start in range(0, len(layers), IN_A_ROW):
        for layer, column in zip(layers[start : start + IN_A_ROW], st.columns(IN_A_ROW), strict=False):
            with column:
                st.markdown(f"**Layer {layer}**")
                shaded = pictures.shaded_text(run, layer, look, scale_max=scale, theme=controls.theme())
                figure(shaded, f"text-layer-{layer}", stretch=False)


def shares(run: AttentionRun, head: Head) -> None:
    """The share of the prediction's attention on each sentence, in all layers."""
    st.subheader("Where each layer looks", anchor=False)
    figure(pictures.sentence_shares(run, head, theme=controls.theme()), "sentence-shares")


def matrix(run: AttentionRun, layers: Sequence[int], head: Head) -> None:
    """From which sentence to which a layer looks."""
    st.subheader("From sentence to sentence", anchor=False)
    default = layers[-1] if layers else run.n_layers - 1
    controls.follow("layer", default)
    controls.warn_of_none("layer", "layer", run.n_layers)
    layer = st.selectbox("Layer", range(run.n_layers), default, key="layer", bind=controls.BIND)
    figure(pictures.sentence_matrix(run, layer, head, theme=controls.theme()), "sentence-matrix")


def layer_table(run: AttentionRun, head: Head) -> str:
    """The layers in numbers; returns what they say, which names the most local and the most content-bound layer."""
    st.subheader("The layers in numbers", anchor=False)
    table = frames.layer_table.table(run, head)
    share = st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100)
    shares = [name for name in table.columns if name not in ("layer", "mean distance")]
    distance = st.column_config.NumberColumn("mean distance, tokens", format="%.1f")
    st.dataframe(
        table.assign(**{name: (table[name] * 100).round() for name in shares}),
        hide_index=True,
        column_config=dict.fromkeys(shares, share) | {"mean distance": distance},
    )
    reading = readings.layer_table(run, table)
    explain(reading, lambda: table, "layers")
    return reading


def compare_with_single_sentence(run: AttentionRun, reading: str, head: Head) -> None:
    """What the layers of this prompt and of the other page's prompt say in numbers, side by side."""
    st.subheader("One sentence and several", anchor=False)
    here, there = st.columns(2, gap="large")
    with here:
        st.text_input("Prompt of this page", messages.shortened(run.prompt, 80), disabled=True)
        st.caption(messages.plain(reading))
    with there:
        prompt = st.text_input("Prompt of Single sentence", prompts.SENTENCE, key="prompt", bind=controls.BIND)
        other = prompt_box.captured("prompt", prompt)
        if other is not None:
            st.caption(messages.plain(readings.layer_table(other, frames.layer_table.table(other, head))))
