"""One layer's heads as lines from each token to what it looks at."""

from functools import partial

import controls
import heads
import pairs
import streamlit as st
from diagrams import diagram

from attn_core.diagrams import head_view, head_view_table

controls.title("Head view")
st.markdown(
    "Every token at the left looks at tokens at the right: a colour for each **head**, stronger for more attention."
)
run = pairs.run()
if run is None:
    st.stop()
columns = iter(st.columns([2, 1, 1] if run.pair else [3, 1]))
with next(columns):
    layer = pairs.layer(run)
with next(columns) if run.pair else st.container():
    halves = pairs.halves(run)
with next(columns):
    marks = pairs.marks()

drawn = head_view(run, layer, halves=halves, marks=marks, start=heads.start(run), theme=controls.theme())
table = partial(head_view_table, run, layer, halves=halves, marks=marks)
diagram(drawn, table, heads.NAME, on={"choice": heads.told})
st.caption(
    "Point at a token to see where it looks, or who looks at it; click to keep it. Click a number to switch a head off"
    " or on, double-click to see it alone."
)
