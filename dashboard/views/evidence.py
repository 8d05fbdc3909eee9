"""Does the attention you see matter? What attention shows, beside what is measured when it is cut."""

import controls
import prediction
import prompts
import proofs
import streamlit as st

controls.title("Evidence")
st.markdown(
    "A thicker line is often read as “this word decided the prediction”. Here you can check: each word is"
    " **taken away** from what the model may look at, and the prediction is made again."
)
if not proofs.predicts_next_token():
    st.stop()
typed = controls.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
if typed is None:
    st.stop()
run = proofs.step(typed)
prediction.headline(run, run.predicting_pos, run.next_tokens)

part = proofs.part()
if part == "words":
    proofs.words(run)
elif part == "heads":
    proofs.heads(run)
else:
    proofs.lens(run)
