"""Does the attention you see matter? What attention shows, beside what is measured when it is cut."""

import streamlit as st
from lab import controls, evidence, familiarity, prediction, prompt_box, prompts

controls.title("Evidence")
st.markdown(
    "A thicker line is often read as “this word decided the prediction”. Here you can check: each word is"
    " **taken away** from what the model may look at, and the prediction is made again."
)
if not evidence.predicts_next_token():
    st.stop()
typed = prompt_box.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
if typed is None:
    st.stop()
run = evidence.step(typed)
prediction.headline(run, run.predicting_pos, run.next_tokens)
familiarity.gauge(run, "prompt")

part = evidence.part()
if part == "words":
    evidence.words(run)
elif part == "heads":
    evidence.heads(run)
else:
    evidence.lens(run)
