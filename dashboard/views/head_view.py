"""One layer's heads as lines from each token to what it looks at."""

from functools import partial

import controls
import heads
import labels
import messages
import pairs
import streamlit as st
from diagrams import diagram

from attn_core.diagrams import head_view, head_view_table, labelled_heads

controls.title("Head view")
st.markdown(
    "Each token at the left looks at tokens at the right, in a colour for each **head**: the stronger a line, the more"
    " attention. Point at a token to see its own lines; click to keep them."
)
read = pairs.read()
if read is None:
    st.stop()
columns = iter(st.columns([2, 1, 1] if read.pair else [3, 1]))
with next(columns):
    layer = pairs.layer(read.attention)
with next(columns) if read.pair else st.container():
    halves = pairs.halves(read)
with next(columns):
    marks = pairs.marks()

found = labels.of(read)
drawn = head_view(
    read.attention, layer, halves=halves, marks=marks, start=heads.start(read), labels=found, theme=controls.theme()
)
table = partial(head_view_table, read.attention, layer, halves=halves, marks=marks)
diagram(drawn, table, heads.NAME, on={"choice": heads.told})
if found is not None:
    st.caption(messages.plain(labelled_heads(found, layer)))
    labels.explain(found, [layer])
st.caption("Click a head’s number to switch it off or on; double-click to see it alone. Arrow keys move a kept token.")
