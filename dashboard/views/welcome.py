"""The first page: a finished picture, how to read it, and where to go."""

import streamlit as st
from lab import cache, controls, prediction, prompts
from lab.figure import figure

from attn_core import pictures

controls.title("Attention Lab")
st.markdown("A language model reads a text and predicts what comes next. See where it looked, layer by layer.")

if controls.shows_one_text():
    [prompt] = prompts.fitting(cache.model(cache.chosen_model()).kind, prompts.SENTENCE)
    run = cache.run(cache.asked(prompt))
    st.text(run.prompt)
    prediction.headline(run, run.predicting_pos, prediction.candidates(run, run.predicting_pos))
    figure(pictures.next_token_lines(run, controls.default_layers(run), theme=controls.theme()), "welcome")

st.subheader("How to read it", anchor=False)
st.markdown(
    """
- Each fan is one **layer**. Its lines start at the place that predicts and end at the words it looked at.
- A **thicker line** is a larger share of that layer’s attention; all fans have one scale.
- **Grey** lines go to special tokens such as \\<bos\\>, which the model itself puts before every text.
"""
)
st.caption("A thick line says where a layer looked. It does not say that the word decided the prediction.")

left, right, third = st.columns(3)
with left, st.container(border=True):
    st.page_link("views/single_sentence.py", label="**Single sentence**", icon=":material/short_text:")
    st.caption("Type a prompt, compare layers side by side, look back at earlier words, change a word.")
with right, st.container(border=True):
    st.page_link("views/multiple_sentences.py", label="**Several sentences**", icon=":material/notes:")
    st.caption("Read a longer text shaded by attention, and see which layers look across sentences.")
with third, st.container(border=True):
    st.page_link("views/evidence.py", label="**Evidence**", icon=":material/science:")
    st.caption("Take words away and switch heads off: does the attention you see matter to the prediction?")
