// The model view on the page.

import { element } from "../shared/elements.js";
import { inflated } from "../shared/packing.js";
import { Stage } from "../shared/stage.js";
import { layoutOf } from "./layout.js";
import { pictureOf } from "./picture.js";
import { Pointer } from "./pointer.js";

/** @import { Component } from "../shared/types.d.ts" */
/** @import { ModelViewData } from "./types.d.ts" */

/** @type {WeakMap<Stage, {latest: ModelViewData, said: HTMLElement}>} */
const known = new WeakMap();

/** @param {Component<ModelViewData>} component */
export default function mount({ data, parentElement }) {
  const stage = Stage.of(parentElement);
  const said = known.get(stage)?.said ?? spokenIn(stage);
  known.set(stage, { latest: data, said });
  take(stage, said, data);
}

/** @param {Stage} stage @param {HTMLElement} said @param {Component<ModelViewData>["data"]} data */
async function take(stage, said, data) {
  const levels = new Uint8Array(await inflated(data.levels));
  if (known.get(stage)?.latest !== data) return; // another prompt came while this one was unpacked
  stage.onresize = () => draw(stage, said, levels, data);
  stage.onresize();
}

/**
 * What the keys are on, for a screen reader: beside the stage, for what is inside an image is not read out.
 * @param {Stage} stage
 */
function spokenIn(stage) {
  const said = element("div", { className: "unseen", role: "status" });
  stage.tiles.append(said);
  return said;
}

/**
 * @param {Stage} stage
 * @param {HTMLElement} said
 * @param {Uint8Array} levels
 * @param {Component<ModelViewData>["data"]} data
 */
function draw(stage, said, levels, data) {
  const layout = layoutOf(stage.width, data.layers, data.heads);
  const { width, font, measure } = stage;
  const scene = pictureOf(layout, levels, data, { width, font, measure, ratio: window.devicePixelRatio || 1 });
  stage.show(scene, data.name, data.reading);
  new Pointer(stage, said, layout, data).listen(stage.stage);
}
