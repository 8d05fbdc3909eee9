"""The neuron view: one head's lines, and the sums of queries and keys behind them."""

import controls
import neurons
import pairs
import streamlit as st

controls.title("Neuron view")
st.caption("Where one head looks, and the arithmetic behind every line: query times key, added up, made into shares.")
run = pairs.run()
if run is None:
    st.stop()
layer_box, head_box, halves_box = st.columns(3)
with layer_box:
    layer = pairs.layer(run)
with head_box:
    head = pairs.head_number(run)
with halves_box:
    halves = pairs.halves(run)
neurons.view(run, layer, head, halves)
