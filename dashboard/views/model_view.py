"""All heads of all layers in one picture; a click opens one of them in the head view."""

import streamlit as st
from lab import cache, controls, head_labels, head_pages, messages, settings
from lab.diagram import diagram

from attn_core.diagrams import model_view_table

controls.title("Model view")
read = head_pages.read()
if read is None:
    st.stop()
left, right = st.columns(2)
with left:
    marks = head_pages.marks()
with right:
    halves = head_pages.halves(read)
prompt, second = read.texts
limit = settings.max_tokens()
found = head_labels.of(read)
drawn = cache.model_view(
    read.model, prompt, limit, second, read.part, halves, marks, found is not None, controls.theme()
)
st.caption(messages.plain(drawn.data["note"]))
diagram(drawn, lambda: model_view_table(drawn, found), "model-view")
if found is not None:
    head_labels.explain(found, range(found.n_layers))
st.caption(
    "Point at a head for its figures, or walk with the arrow keys; a click, or Enter, opens it in the head view; "
    "on a touch screen tap it once for the figures and again to open it. "
    "The figures are means over the tokens that look; the mean distance leaves out marks such as \\<bos\\>. Entropy "
    "says how spread a token’s attention is: 0 bits is all on one token, 3 bits as much as evenly on 8 tokens."
)
