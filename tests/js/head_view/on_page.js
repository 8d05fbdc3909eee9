// The head view mounted in a page that is not one, and where things are in it.

import mount from "../../../attn_core/diagrams/js/head_view/index.js";
import { Stage } from "../../../attn_core/diagrams/js/shared/stage.js";
import { drawnAnew, openPage } from "../fakes.js";
import { casesOf } from "../scenes.js";

/** [CLS] a [SEP] | b [SEP]: rows at 37, 59, 81 and, below a second heading, 129, 151; two heads. */
export const SENT = { ...casesOf("head_view"), name: "head-view", reading: "a reading" };

/** What the server is told. */
export const told = [];

let parent;

export function open() {
  told.length = 0;
  parent = openPage();
}

/** Mount without waiting. */
export function send(data) {
  mount({ parentElement: parent, data, setStateValue: (...values) => told.push(values) });
}

/** Mount, and wait until it is drawn. */
export function show(data = SENT) {
  return drawnAnew(parent, () => send(data));
}

export const stage = () => Stage.of(parent);
export const place = () => stage().stage;
export const linesOf = (layer) => place().children[layer].context.named("moveTo").length;
export const words = () => stage().saves.children[0].textContent;
export const spoken = () => stage().root.children[2].textContent;

export function controls() {
  const [row, mean, threshold] = stage().tiles.children;
  const labels = [mean, threshold];
  return {
    row,
    tiles: row.children,
    labels,
    mean: mean.children[0],
    slider: threshold.children[1],
    shown: threshold.children[2],
  };
}
