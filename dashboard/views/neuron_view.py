"""The neuron view: one head's lines, and the sums of queries and keys behind them."""

import streamlit as st
from lab import controls, head_pages, neuron_view

controls.title("Neuron view")
st.caption("Where one head looks, and the arithmetic behind every line: query times key, added up, made into shares.")
read = head_pages.read()
if read is None:
    st.stop()
layer_box, head_box, halves_box = st.columns(3)
with layer_box:
    layer = head_pages.layer(read.attention)
with head_box:
    head = head_pages.head(read.attention)
with halves_box:
    halves = head_pages.halves(read)
neuron_view.view(read, layer, head, halves)
