// The place of a diagram on the page: a canvas, one over it for what the pointer brings out, a tooltip, and buttons
// that save the picture.

import { canvasFor, canvasOf, contextOf, measureIn } from "./canvas.js";
import { download, paintWhole } from "./download.js";
import { element } from "./elements.js";
import { paint } from "./paint.js";
import { tipPlace } from "./tip.js";

/** @import { Measure } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @type {WeakMap<HTMLElement, Stage>} */
const stages = new WeakMap();

/** Made once for each parent; `show` draws a scene, `over` another above it. */
export class Stage {
  /** @param {HTMLElement} parent */
  static of(parent) {
    const stage = stages.get(parent) ?? new Stage(parent);
    stages.set(parent, stage);
    return stage;
  }

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.tiles = element("div", { className: "tiles" });
    this.stage = element("div", { className: "stage", tabIndex: 0, role: "img" });
    this.saves = element("div", { className: "saves" }, this.button("PNG"), this.button("SVG"));
    this.root = element("div", { className: "diagram" }, this.tiles, this.stage, this.saves);
    this.tip = element("div", { className: "tip" });
    this.name = "";
    this.reading = "";
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Scene | null} what the pointer brings out */
    this.above = null;
    /** @type {(() => Scene) | null} makes the scene that is saved: with what the page says around the picture */
    this.paper = null;
    /** @type {HTMLCanvasElement | null} */
    this.upper = null;
    /** @type {(() => void) | null} */
    this.onresize = null;
    this.seen = -1;
    parent.append(this.root);
    // Width alone: the height is the diagram's own.
    new ResizeObserver(() => {
      if (this.width !== this.seen) this.onresize?.();
    }).observe(this.root);
  }

  /** @param {string} kind of file */
  button(kind) {
    const title = `Download the picture as ${kind}`;
    return element("button", { title, onclick: () => this.download(kind.toLowerCase()) }, kind);
  }

  get width() {
    return this.root.clientWidth;
  }

  get font() {
    return getComputedStyle(this.root).fontFamily;
  }

  /** @returns {Measure} */
  get measure() {
    return measureIn(this.font);
  }

  /**
   * Draw a scene.
   * @param {Scene} scene
   * @param {string} name of a saved file, without ending
   * @param {string} reading the alt text
   */
  show(scene, name, reading) {
    const ratio = window.devicePixelRatio || 1;
    const base = canvasOf(scene.width, scene.height, ratio);
    this.upper = canvasOf(scene.width, scene.height, ratio);
    this.upper.className = "over";
    for (const canvas of [base, this.upper]) contextOf(canvas).scale(ratio, ratio);
    paint(scene, contextOf(base), canvasFor);
    this.scene = scene;
    this.above = null;
    this.filled([base, this.upper], name, reading);
    this.stage.setAttribute("aria-label", reading);
  }

  /** Put elements on the stage. @param {HTMLElement[]} elements @param {string} name @param {string} reading */
  filled(elements, name, reading) {
    this.name = name;
    this.reading = reading;
    this.seen = this.width;
    this.stage.replaceChildren(...elements, this.tip);
    this.stage.dataset.drawn = String(Number(this.stage.dataset.drawn ?? 0) + 1);
    this.hint(null);
  }

  /** Draw a scene in place of the first, which shows again with null. @param {Scene | null} scene */
  over(scene) {
    if (!this.upper || !this.scene) return;
    this.above = scene;
    const context = contextOf(this.upper);
    context.clearRect(0, 0, this.scene.width, this.scene.height);
    if (scene) paintWhole(scene, context);
  }

  /**
   * The tooltip at a point of the stage; none with null.
   * @param {string | null} text
   * @param {number} x
   * @param {number} y
   */
  hint(text, x = 0, y = 0, under = false) {
    this.tip.style.visibility = text === null ? "hidden" : "visible";
    if (text === null) return;
    this.tip.textContent = text;
    const size = { width: this.tip.offsetWidth, height: this.tip.offsetHeight };
    const { left, top } = tipPlace({ x, y }, size, this.width, under);
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${top}px`;
  }

  /** @param {string} kind png or svg */
  download(kind) {
    const scene = this.paper?.() ?? this.above ?? this.scene;
    if (scene) download(scene, kind, this.name, this.reading);
  }
}
