"""The neuron view: one head's lines, and the sums of queries and keys behind them."""

import controls
import neurons
import pairs
import streamlit as st

controls.title("Neuron view")
st.caption("Where one head looks, and the arithmetic behind every line: query times key, added up, made into shares.")
read = pairs.read()
if read is None:
    st.stop()
layer_box, head_box, halves_box = st.columns(3)
with layer_box:
    layer = pairs.layer(read.attention)
with head_box:
    head = pairs.head_number(read.attention)
with halves_box:
    halves = pairs.halves(read)
neurons.view(read, layer, head, halves)
