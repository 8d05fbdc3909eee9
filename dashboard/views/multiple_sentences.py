"""The second lab page: several sentences, and how far back every layer looks."""

import controls
import prediction
import prompts
import sentences
import streamlit as st

controls.title("Several sentences")
if not controls.shows_one_text():
    st.stop()
run = controls.prompt_run("text", prompts.SENTENCES, prompts.SENTENCES_EXAMPLES)
if run is None:
    st.stop()
prediction.headline(run, run.predicting_pos, prediction.candidates(run, run.predicting_pos))
layers, look = controls.choices(run)
if not layers:
    st.info("Choose a layer to see the text as that layer read it.")
sentences.shaded_texts(run, layers, look)

shares, matrix = st.columns([3, 2], gap="large")
with shares:
    sentences.shares(run, look)
with matrix:
    sentences.matrix(run, layers, look)

reading = sentences.layer_table(run, look)
sentences.compare_with_single_sentence(run, reading, look)
