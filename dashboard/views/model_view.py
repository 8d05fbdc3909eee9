"""All heads of all layers in one picture; a click opens one of them in the head view."""

import cache
import controls
import messages
import pairs
import settings
import streamlit as st
from diagrams import diagram

from attn_core.diagrams.model_view import table

NAME = "model-view"


def opened() -> None:
    """Remember the clicked head: a callback can't change the page, the run after it can."""
    st.session_state.opened_head = st.session_state[NAME].opened


if "opened_head" in st.session_state:
    head = st.session_state.pop("opened_head")
    st.switch_page(
        "views/head_view.py",
        query_params={**st.query_params.to_dict(), "layer": str(head["layer"]), "heads": str(head["head"])},
    )

controls.title("Model view")
run = pairs.run()
if run is None:
    st.stop()
left, right = st.columns(2)
with left:
    marks = pairs.marks()
with right:
    halves = pairs.halves(run)
drawn = cache.model_view(
    cache.chosen_model(), run.prompt, settings.max_tokens(), run.pair, halves, marks, controls.theme()
)
st.caption(messages.plain(drawn.data["note"]))
diagram(drawn, lambda: table(drawn), NAME, on={"opened": opened})
st.caption(
    "Point at a head for its figures, or walk with the arrow keys; a click, or Enter, opens it in the head view. "
    "The figures are means over all tokens that look. Mean distance leaves out marks such as \\<bos\\>. Entropy says how "
    "spread the attention is: 0 bits is all on one token, 3 bits as much as even on 8 tokens."
)
