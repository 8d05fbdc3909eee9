// The head view on the page: what is chosen, pointed at and kept in focus. All that happens here; the server hears of a
// choice only for the share link.

import { element, mark, placeOf } from "../shared/elements.js";
import { unpacked } from "../shared/packing.js";
import { Stage } from "../shared/stage.js";
import { Controls } from "./controls.js";
import { drawingOf } from "./drawing.js";
import { pictureOf } from "./picture.js";
import { clicked, edgeOf, pressed } from "./pinning.js";
import { isSame } from "./sides.js";
import { leftOut, told, toldPair } from "./words.js";

/** @import { Component } from "../shared/types.d.ts" */
/** @import { Drawing } from "./drawing.js" */
/** @import { HeadViewData, Spot } from "./types.d.ts" */
/** @typedef {Component<HeadViewData>["data"]} Sent */

const TELL_AFTER = 500; // milliseconds of rest before the server is told

/** @type {WeakMap<HTMLElement, HeadView>} */
const views = new WeakMap();

export class HeadView {
  /** @param {HTMLElement} parent */
  static of(parent) {
    const view = views.get(parent) ?? new HeadView(Stage.of(parent));
    views.set(parent, view);
    return view;
  }

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.controls = new Controls(stage.tiles, () => this.changed());
    this.words = element("p", { className: "words", role: "status" });
    this.spoken = element("p", { className: "unseen", role: "status" });
    /** @type {Sent | null} */
    this.data = null;
    /** @type {Sent | null} */
    this.latest = null;
    this.weights = new Float32Array();
    /** @type {Drawing | null} */
    this.drawing = null;
    /** @type {Spot | null} */
    this.pinned = null;
    /** @type {Spot | null} */
    this.focused = null;
    /** @type {Component<HeadViewData>["setStateValue"]} */
    this.tell = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    stage.saves.prepend(this.words);
    stage.stage.after(this.spoken);
    stage.onresize = () => this.draw();
    stage.paper = () => pictureOf(/** @type {Drawing} */ (this.drawing), this.pinned, true);
    this.listen(stage.stage);
  }

  /** @param {HTMLElement} place */
  listen(place) {
    place.role = "application"; // so that a screen reader passes the arrow keys on
    place.onpointermove = (event) => this.point(this.hit(event), event);
    place.onpointerleave = () => this.point(null);
    place.onclick = (event) => this.click(event);
    place.onkeydown = (event) => this.press(event);
  }

  changed() {
    this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell("choice", this.controls.choice), TELL_AFTER);
  }

  /** @param {Component<HeadViewData>} component */
  async take({ data, setStateValue }) {
    this.latest = data;
    this.tell = setStateValue;
    const same = data.weights.deflated === this.data?.weights.deflated;
    const weights = same ? this.weights : await unpacked(data.weights);
    await document.fonts.ready;
    if (this.latest !== data) return; // a newer one came meanwhile
    if (data.start.asked !== this.data?.start.asked) this.controls.set(data);
    if (this.data && tokensOf(data) !== tokensOf(this.data)) this.pinned = null;
    Object.assign(this, { data, weights });
    this.draw();
  }

  draw() {
    const { data, stage, controls } = this;
    if (!data) return;
    controls.show(data);
    this.drawing = drawingOf(data, this.weights, controls.choice, stage);
    this.focused = null;
    stage.show(pictureOf(this.drawing, null), `${data.name}-layer-${data.layer}`, data.reading);
    stage.stage.dataset.lines = String(this.drawing.links.length);
    this.words.textContent = leftOut(this.drawing);
    this.pin(this.pinned);
  }

  /** @param {MouseEvent} event */
  hit(event) {
    if (!this.drawing) return null;
    return this.drawing.columns.hit(...placeOf(event, this.stage.stage), this.focused ? this.drawing.stripWidth : 0);
  }

  /** The pointer is over a token, or over none. @param {Spot | null} spot @param {MouseEvent} [event] */
  point(spot, event) {
    const { stage, drawing, pinned } = this;
    stage.stage.style.cursor = spot ? "pointer" : "";
    if (!pinned) this.focus(spot);
    if (!drawing || !event || !spot || spot.side === pinned?.side) stage.hint(null);
    else {
      const text = pinned ? toldPair(drawing, pinned, spot) : told(drawing, spot);
      stage.hint(text, ...placeOf(event, stage.stage), spot.side === "query");
    }
  }

  /** Bring out one token's lines, or all again. @param {Spot | null} spot */
  focus(spot) {
    if (!this.drawing || isSame(spot, this.focused)) return;
    this.focused = spot;
    this.stage.over(spot ? pictureOf(this.drawing, spot) : null);
    mark(this.stage.stage, "focus", this.placed(spot));
  }

  /** @param {Spot | null} spot */
  pin(spot) {
    this.pinned = spot;
    this.focus(spot);
    mark(this.stage.stage, "pinned", this.placed(spot));
    this.spoken.textContent = spot && this.drawing ? told(this.drawing, spot).replaceAll("\n", ", ") : "";
    if (!spot) this.stage.hint(null);
  }

  /** @param {Spot | null} spot */
  placed(spot) {
    return spot && this.data && `${spot.side} ${this.data[spot.side].position[spot.at]}`;
  }

  /** @param {MouseEvent} event */
  click(event) {
    const spot = this.hit(event);
    if (!spot) return;
    this.pin(clicked(this.pinned, spot));
    this.point(spot, event);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.drawing || event.ctrlKey || event.metaKey || event.altKey) return;
    const spot = pressed(event.key, this.drawing.columns, this.pinned);
    if (spot === undefined) return;
    event.preventDefault();
    this.pin(spot);
    if (spot) this.stage.hint(told(this.drawing, spot), ...edgeOf(this.drawing, spot), spot.side === "query");
  }
}

/** What tells one pair of token columns from another. @param {HeadViewData} data */
function tokensOf({ query, key }) {
  return JSON.stringify([query.labels, query.position, key.labels, key.position]);
}
