"""For whoever runs the server, at /health: in no menu, without a model of its own; open to all, so without secrets."""

import streamlit as st
from lab import health, messages

st.title("Health", anchor=False)
for name, value in health.report().items():
    st.markdown(f"**{messages.plain(name)}.** {messages.plain(value)}")
