// The expanded neuron view on the page: the sheet in its frame, and the chosen key's sum below it.

import { element } from "../shared/elements.js";
import { Scene } from "../shared/scene.js";
import { Frame, paintOn } from "./frame.js";
import { BAR, scrolls } from "./scrolling.js";
import { sheetHit, sheetLayout } from "./sheet_layout.js";
import { sheetPicture } from "./sheet_picture.js";
import { drawSum, SUM_WIDTH, sumHeight } from "./sum_picture.js";
import { sheetTip } from "./words.js";

/** @import { Stage } from "../shared/stage.js" */
/** @import { Choice } from "./choosing.js" */
/** @import { SheetLayout } from "./sheet_layout.js" */
/** @import { Drawing, Hit } from "./types.d.ts" */

export class Sheet {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.frame = new Frame(() => this.paint());
    this.sum = element("div");
    /** @type {Drawing | null} */
    this.drawing = null;
    /** @type {SheetLayout | null} */
    this.layout = null;
    this.revealed = "";
  }

  /** @param {Drawing} drawing @param {string} name @param {string} reading */
  show(drawing, name, reading) {
    let layout = sheetLayout(drawing, drawing.width - 2);
    if (scrolls(layout.height)) layout = sheetLayout(drawing, drawing.width - BAR);
    Object.assign(this, { drawing, layout });
    this.frame.fit(layout, drawing.width);
    this.stage.paper = () => wholeSheet(drawing, layout);
    this.stage.filled([this.frame.element], name, reading);
    this.reveal(drawing, layout);
    this.paint();
    const width = Math.min(drawing.width, SUM_WIDTH);
    const scene = new Scene(width, sumHeight(drawing), drawing.data.theme.background, drawing.font);
    drawSum(scene, drawing, 0);
    paintOn(this.sum, scene);
  }

  hide() {
    this.drawing = null;
    this.revealed = "";
    this.sum.replaceChildren();
  }

  /** Scroll to the chosen key, once for each choice. @param {Drawing} drawing @param {SheetLayout} layout */
  reveal({ data, query, key }, { row, top }) {
    const chosen = `${query} ${key}`;
    if (chosen === this.revealed) return;
    this.revealed = chosen;
    this.frame.reveal({ start: data.keyTokens.shown.indexOf(key) * row, tall: row, header: top });
  }

  paint() {
    if (this.drawing && this.layout) paintOn(this.frame.room, sheetPicture(this.drawing, this.layout, this.frame.port));
  }

  /** What is at a point of the frame. @param {number} x @param {number} y @returns {Hit} */
  hit(x, y) {
    return this.drawing && this.layout ? sheetHit(this.drawing, this.layout, this.frame.port, x, y) : {};
  }

  /** @param {number} x @param {number} y @returns {{tip: string | null, pointer: boolean}} */
  point(x, y) {
    if (!this.drawing) return { tip: null, pointer: false };
    const hit = this.hit(x, y);
    const moved = JSON.stringify(hit) !== JSON.stringify(this.drawing.pointed);
    this.drawing.pointed = hit;
    if (moved) this.paint();
    return { tip: sheetTip(this.drawing, hit), pointer: hit.key !== undefined };
  }

  leave() {
    if (this.drawing) this.drawing.pointed = null;
    this.paint();
  }

  /** A click chooses the key whose sum is shown. @param {number} x @param {number} y @returns {Choice} */
  click(x, y) {
    const { key } = this.hit(x, y);
    return key === undefined ? null : { kind: "key", position: key };
  }
}

/** The whole sheet with the sum below it, as it is saved. @param {Drawing} drawing @param {SheetLayout} layout */
export function wholeSheet(drawing, layout) {
  const port = { x: 0, y: 0, width: layout.width, height: layout.height + sumHeight(drawing) };
  const scene = sheetPicture(drawing, layout, port);
  drawSum(scene, drawing, layout.height);
  return scene;
}
