// The neuron view mounted in a page that is not one, and where things are in it.

import mount from "../../../attn_core/diagrams/js/neuron_view/index.js";
import { NeuronView } from "../../../attn_core/diagrams/js/neuron_view/view.js";
import { Stage } from "../../../attn_core/diagrams/js/shared/stage.js";
import { drawnAnew, keyed, openPage } from "../fakes.js";
import { casesOf } from "../scenes.js";

/** <bos>, hungry, so; the last looks. q·k are 2, 6, −4. */
export const SENT = { ...casesOf("neuron_view"), name: "neuron-view", reading: "a reading" };

/** The same with its sums. */
export const expanded = (more = {}) => ({ ...SENT, chosen: { query: 2, expanded: true }, ...more });

/** What the server is told. */
export const told = [];

let parent;

export function open() {
  told.length = 0;
  parent = openPage();
}

/** Mount without waiting. */
export function send(data = SENT) {
  return mount({ parentElement: parent, data, setStateValue: (...values) => told.push(values) });
}

/** Mount, and wait until it is drawn. */
export function show(data = SENT) {
  return drawnAnew(parent, () => send(data));
}

/** Wait until what was sent is drawn. */
export const drawn = () => drawnAnew(parent);

export const view = () => NeuronView.of(parent);
export const stage = () => Stage.of(parent);
export const place = () => stage().stage;
export const tip = () => (stage().tip.style.visibility === "visible" ? stage().tip.textContent : null);
export const sum = () => stage().root.children[2];
export const spoken = () => stage().root.children[3].textContent;
export const frame = () => place().children[0];
export const shown = () => [place().dataset.query, place().dataset.key, place().dataset.expanded];
export const press = (name) => place().onkeydown(keyed(name));

export function controls() {
  return { picker: stage().tiles.children[0].children[1], toggle: stage().tiles.children[1] };
}
