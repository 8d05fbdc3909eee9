// The neuron view on the page: what is chosen, and which of its two pictures shows it.

import { element, placeOf } from "../shared/elements.js";
import { Stage } from "../shared/stage.js";
import { adopts, pressed } from "./choosing.js";
import { AttentionHead } from "./head.js";
import { Lines } from "./lines.js";
import { Sheet } from "./sheet.js";
import { Strips } from "./strips.js";
import { sumSentence } from "./words.js";

/** @import { Component } from "../shared/types.d.ts" */
/** @import { Choice } from "./choosing.js" */
/** @import { NeuronViewData } from "./types.d.ts" */
/** @typedef {{data: Component<NeuronViewData>["data"], head: AttentionHead, strips: Strips}} Content */

const TELL_AFTER = 400; // milliseconds of rest after which the address learns what is chosen

/** @type {WeakMap<HTMLElement, NeuronView>} */
const views = new WeakMap();

export class NeuronView {
  /** @param {HTMLElement} parent */
  static of(parent) {
    const view = views.get(parent) ?? new NeuronView(Stage.of(parent));
    views.set(parent, view);
    return view;
  }

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.lines = new Lines(stage);
    this.sheet = new Sheet(stage);
    this.picker = element("select", { onchange: () => this.choose(Number(this.picker.value)) });
    this.toggle = element("button", { className: "toggle", onclick: () => this.expand() });
    this.live = element("p", { className: "unseen", ariaLive: "polite" });
    this.query = -1; // the chosen positions
    this.key = -1;
    this.expanded = false;
    this.asked = 0;
    this.told = 0; // the number of the last choice that was told
    this.sent = "";
    this.tokens = "";
    /** @type {Content | null} */
    this.content = null;
    /** @type {Component<NeuronViewData>["setStateValue"]} */
    this.tell = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    stage.tiles.append(element("label", {}, "Query token", this.picker), this.toggle);
    stage.stage.after(this.sheet.sum, this.live);
    stage.onresize = () => this.draw();
    this.listen(stage.stage);
  }

  /** @param {HTMLElement} place */
  listen(place) {
    place.onpointermove = (event) => this.point(...placeOf(event, place));
    place.onpointerleave = () => this.leave();
    place.onclick = (event) => this.make(this.picture.click(...placeOf(event, place)));
    place.onkeydown = (event) => this.press(event);
  }

  get picture() {
    return this.expanded ? this.sheet : this.lines;
  }

  /** New data from the server. @param {Component<NeuronViewData>} component */
  async take({ data, setStateValue }) {
    this.tell = setStateValue;
    const asked = (this.asked += 1);
    const { query, key, mask, bias, scale, softcap, theme } = data;
    const sent = JSON.stringify([query, key, mask, bias, scale, softcap, theme]);
    const head = this.content && sent === this.sent ? this.content.head : await AttentionHead.from(data);
    if (asked !== this.asked) return; // newer data came meanwhile
    const tokens = JSON.stringify([data.queryTokens, data.keyTokens]);
    const same = sent === this.sent && tokens === this.tokens;
    const strips = same && this.content ? this.content.strips : new Strips(head, data);
    const untold = this.timer !== undefined;
    const adopt = adopts({ ...this, untold }, { ...data.chosen, tokens, answers: data.answers });
    if (tokens !== this.tokens) this.offer(data.queryTokens);
    if (adopt) {
      this.forget();
      Object.assign(this, data.chosen);
    }
    if (adopt || !same) this.key = head.heaviest(this.query, data.keyTokens.shown);
    Object.assign(this, { sent, tokens, content: { data, head, strips }, told: Math.max(this.told, data.answers) });
    this.draw();
  }

  /** @param {NeuronViewData["queryTokens"]} tokens */
  offer({ labels, shown }) {
    this.picker.replaceChildren(...shown.map((query) => new Option(`${query} · ${labels[query]}`, String(query))));
  }

  /** @param {Choice} choice */
  make(choice) {
    if (choice?.kind === "expand") this.expand();
    else if (choice?.kind === "query") this.choose(choice.position);
    else if (choice?.kind === "key") this.explain(choice.position);
  }

  /** Show another query's lines or sums. @param {number} query */
  choose(query) {
    if (!this.content || query === this.query) return;
    this.query = query;
    this.key = this.content.head.heaviest(query, this.content.data.keyTokens.shown);
    this.changed();
  }

  /** Show the sums, or the lines again. */
  expand() {
    this.expanded = !this.expanded;
    this.changed();
  }

  /** Show another key's sum. @param {number} key */
  explain(key) {
    if (key === this.key) return;
    this.key = key;
    this.draw();
  }

  changed() {
    this.draw();
    this.forget();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.told += 1;
      this.tell("view", { query: this.query, expanded: this.expanded, number: this.told });
    }, TELL_AFTER);
  }

  /** Tell nothing of what was chosen last. */
  forget() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  draw() {
    const { content, query, key, expanded } = this;
    const { width, font, measure } = this.stage;
    if (!content || !width) return;
    const { name, reading, place } = content.data;
    const drawing = { ...content, query, key, pointed: null, width, font, measure };
    if (!expanded) this.sheet.hide();
    this.picture.show(drawing, name, reading);
    this.picker.value = String(query);
    this.toggle.textContent = expanded ? "− Back to the lines" : "+ Show the sums";
    Object.assign(this.stage.stage.dataset, { query, key, expanded, place });
    const sentence = sumSentence(drawing);
    this.stage.stage.setAttribute("aria-label", `${place}. ${sentence}`);
    if (this.live.textContent !== sentence) this.live.textContent = sentence;
  }

  /** @param {number} x @param {number} y */
  point(x, y) {
    const { tip, pointer } = this.picture.point(x, y);
    this.stage.stage.style.cursor = pointer ? "pointer" : "default";
    this.stage.hint(tip, x, y);
  }

  leave() {
    this.stage.hint(null);
    this.picture.leave();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.content) return;
    const choice = pressed(event.key, this.content.data, this);
    if (!choice) return;
    event.preventDefault();
    this.make(choice);
  }
}
