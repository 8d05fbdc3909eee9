"""The entrypoint: page config, the shared model picker and the routes; nothing else."""

from pathlib import Path

import streamlit as st
from lab import address, background_model, familiarity, log, messages, model_picker, progress, stopping, upkeep

from attn_core.forward.wanted import until

upkeep.return_memory()
st.set_page_config(page_title="Attention Lab", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
st.set_option("client.showErrorDetails", "type")  # Community Cloud sets it to what shows visitors a traceback
log.begin()
stopping.begin()

health = st.Page("views/health.py", title="Health", visibility="hidden")
page = st.navigation(
    [
        st.Page("views/welcome.py", title="Welcome", icon=":material/home:", default=True),
        st.Page("views/single_sentence.py", title="Single sentence", icon=":material/short_text:"),
        st.Page("views/multiple_sentences.py", title="Several sentences", icon=":material/notes:"),
        st.Page("views/head_view.py", title="Head view", icon=":material/lan:"),
        st.Page("views/model_view.py", title="Model view", icon=":material/grid_view:"),
        st.Page("views/neuron_view.py", title="Neuron view", icon=":material/calculate:"),
        st.Page("views/evidence.py", title="Evidence", icon=":material/science:"),
        health,
    ]
)
if page == health:  # shown where no model can be loaded, too
    page.run()
    st.stop()
try:
    with messages.errors_shown(), until(progress.has_left):
        address.read()
        model_picker.model_picker()
        page.run()
        familiarity.begin()
finally:  # also where the page stopped itself
    background_model.start()
