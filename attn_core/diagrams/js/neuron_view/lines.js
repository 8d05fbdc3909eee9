// The collapsed neuron view on the page: the lines, and what the pointer brings out among them.

import { linesHit, linesLayout } from "./lines_layout.js";
import { linesPicture } from "./lines_picture.js";
import { linesTip } from "./words.js";

/** @import { Stage } from "../shared/stage.js" */
/** @import { Choice } from "./choosing.js" */
/** @import { LinesLayout } from "./lines_layout.js" */
/** @import { Drawing } from "./types.d.ts" */

export class Lines {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    /** @type {Drawing | null} */
    this.drawing = null;
    /** @type {LinesLayout | null} */
    this.layout = null;
    /** @type {number | null} the query under the pointer */
    this.pointed = null;
  }

  /** @param {Drawing} drawing @param {string} name @param {string} reading */
  show(drawing, name, reading) {
    this.drawing = drawing;
    this.layout = linesLayout(drawing);
    this.pointed = null;
    this.stage.paper = null;
    this.stage.show(linesPicture(drawing, this.layout, null), name, reading);
  }

  /** @param {number} x @param {number} y @returns {{tip: string | null, pointer: boolean}} */
  point(x, y) {
    if (!this.drawing || !this.layout) return { tip: null, pointer: false };
    const hit = linesHit(this.drawing.data, this.layout, x, y);
    const query = hit.query ?? null;
    if (query !== this.pointed) {
      this.pointed = query;
      this.stage.over(query === null ? null : linesPicture(this.drawing, this.layout, query));
    }
    return { tip: linesTip(this.drawing, hit, this.layout.row), pointer: query !== null };
  }

  leave() {
    this.pointed = null;
    this.stage.over(null);
  }

  /**
   * A click chooses a query; on the chosen one it shows the sums.
   * @param {number} x
   * @param {number} y
   * @returns {Choice}
   */
  click(x, y) {
    if (!this.drawing || !this.layout) return null;
    const { query } = linesHit(this.drawing.data, this.layout, x, y);
    if (query === this.drawing.query) return { kind: "expand" };
    return query === undefined ? null : { kind: "query", position: query };
  }
}
