"""The second lab page: several sentences, and how far back every layer looks."""

import streamlit as st
from lab import controls, familiarity, multiple_sentences, prediction, prompt_box, prompts

controls.title("Several sentences")
if not controls.shows_one_text():
    st.stop()
run = prompt_box.prompt_run("text", prompts.SENTENCES, prompts.SENTENCES_EXAMPLES)
if run is None:
    st.stop()
prediction.headline(run, run.predicting_pos, prediction.candidates(run, run.predicting_pos))
familiarity.gauge(run, "text")
layers, look = controls.choices(run)
if not layers:
    st.info("Choose a layer to see the text as that layer read it.")
multiple_sentences.shaded_texts(run, layers, look)

shares, matrix = st.columns([3, 2], gap="large")
with shares:
    multiple_sentences.shares(run, look.head)
with matrix:
    multiple_sentences.matrix(run, layers, look.head)

reading = multiple_sentences.layer_table(run, look.head)
multiple_sentences.compare_with_single_sentence(run, reading, look.head)
