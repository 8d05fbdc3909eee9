"""One layer's heads as lines from each token to what it looks at."""

import streamlit as st
from lab import controls, head_labels, head_pages, head_view, messages
from lab.diagram import diagram

from attn_core import pictures, readings

controls.title("Head view")
st.markdown(
    "Each token at the left looks at tokens at the right, in a colour for each **head**: the stronger a line, the more"
    " attention. Point at a token to see its own lines; click to keep them."
)
read = head_pages.read()
if read is None:
    st.stop()
columns = iter(st.columns([2, 1, 1] if read.pair else [3, 1]))
with next(columns):
    layer = head_pages.layer(read.attention)
with next(columns) if read.pair else st.container():
    halves = head_pages.halves(read)
with next(columns):
    special = head_pages.special()

labels, start = head_labels.of(read), head_view.start(read)
picture = pictures.head_view(
    read.attention, layer, halves=halves, special=special, start=start, labels=labels, theme=controls.theme()
)
diagram(picture, head_view.NAME, on={"choice": head_view.told})
if labels is not None:
    st.caption(messages.plain(readings.labelled_heads(labels, layer)))
    head_labels.explain(labels, [layer])
st.caption("Click a head’s number to switch it off or on; double-click to see it alone. Arrow keys move a kept token.")
