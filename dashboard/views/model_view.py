"""All heads of all layers in one picture; a click opens one of them in the head view."""

import streamlit as st
from lab import cache, controls, head_labels, head_pages, messages
from lab.diagram import diagram

from attn_core import pictures

controls.title("Model view")
read = head_pages.read()
if read is None:
    st.stop()
left, right = st.columns(2)
with left:
    special = head_pages.special()
with right:
    halves = head_pages.halves(read)
labels = head_labels.of(read)
drawn = cache.model_view(
    cache.asked(*read.texts), read.stack, halves=halves, special=special, labelled=labels is not None,
    theme=controls.theme(),
)  # fmt: skip
st.caption(messages.plain(drawn.data["note"]))
diagram(pictures.model_view(drawn, labels), "model-view")
if labels is not None:
    head_labels.explain(labels, range(labels.n_layers))
st.caption(
    "Point at a head for its figures, or walk with the arrow keys; a click, or Enter, opens it in the head view; "
    "on a touch screen tap it once for the figures and again to open it. "
    "The figures are means over the tokens that look; the mean distance leaves out special tokens such as \\<bos\\>. "
    "Entropy says how spread a token’s attention is: 0 bits is all on one token, 3 bits as much as evenly on 8 tokens."
)
