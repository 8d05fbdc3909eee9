"""The first lab page: one sentence, its predicted next token, and where every layer looked for it."""

import streamlit as st
from lab import controls, familiarity, prediction, prompt_box, prompts
from lab.single_sentence import Lines, layer_map

controls.title("Single sentence")
if not controls.shows_one_text():
    st.stop()
run = prompt_box.prompt_run("prompt", prompts.SENTENCE, prompts.SENTENCE_EXAMPLES)
if run is None:
    if st.query_params.get("prompt2"):
        st.info("The second prompt is compared with a first one: type the first prompt.")
    st.stop()
headline = st.container()
bars, overview = st.columns([2, 3], gap="medium")
layers, look = controls.choices(run)
position = controls.position(run)

best = prediction.candidates(run, position)
with headline:
    prediction.headline(run, position, best)
    familiarity.gauge(run, "prompt")
with bars:
    prediction.bars(best)
with overview:
    layer_map(run, layers, prediction.looking_from(run, position, look))

with st.expander("Lines", icon=":material/tune:"):
    everything = st.toggle("Show all weights, of every position", key="all", bind=controls.BIND)
    thickness = controls.thickness()
first, below = st.container(), st.container()
with below:
    second = prompt_box.second_run(run)
if not layers:
    st.info("Choose a layer, in the box or on the map, to see its lines.")
    st.stop()

lines = Lines(layers, look, thickness, everything)
drawn = [(run, position, "lines")] + ([(second, second.predicting_pos, "lines-second")] if second else [])
scale = max(lines.heaviest(each, at) for each, at, _ in drawn)
for (each, at, name), place in zip(drawn, (first, below), strict=False):
    with place:
        lines.draw(each, at, scale, name)
