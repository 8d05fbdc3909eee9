// The head view's geometry: where the two columns of tokens stand, and which token is at a point.

import { fitting, widest } from "../shared/labels.js";
import { SIDES } from "./sides.js";

/** @import { Measure } from "../shared/types.d.ts" */
/** @import { HeadViewData, Side, Spot, Tokens } from "./types.d.ts" */

export const LABEL_GAP = 12; // pixels from a label to the next: closer ones are left out
const TALLEST_ROW = 22; // pixels
const HEADING = 26; // pixels above each text
const WIDEST = 960; // pixels
const NARROW = 500; // pixels, under which headings are short

/** Where the two columns of tokens stand; `left` and `right` are where the lines begin and end. */
export class Columns {
  /** @param {HeadViewData} data @param {number} width of the place @param {Measure} measure */
  constructor(data, width, measure) {
    const most = Math.max(data.query.labels.length, data.key.labels.length, 1);
    this.width = Math.min(width, WIDEST);
    this.row = Math.min(TALLEST_ROW, Math.max(900 / most, Math.min(LABEL_GAP, 1400 / most)));
    this.size = this.row >= 18 ? 14 : this.row >= 14 ? 12 : 11;
    const [query, key] = SIDES.map((side) => this.column(side, data[side], data.pair, measure));
    this.query = query;
    this.key = key;
    this.left = query.wide + 12;
    this.right = this.width - key.wide - 12;
    this.height = Math.max(query.bottom, key.bottom);
  }

  /**
   * Rows from the top down, with a heading above each text.
   * @param {Side} side
   * @param {Tokens} tokens
   * @param {boolean} pair whether there are two texts
   * @param {Measure} measure
   */
  column(side, { labels, segment }, pair, measure) {
    /** @type {{y: number, text: string}[]} */
    const headings = [];
    /** @type {number[]} the middle of each row */
    const ys = [];
    let y = 0;
    const verb = side === "query" ? "looks" : "is looked at";
    const heading = this.width < NARROW ? verb : `${verb} (${side})`;
    labels.forEach((_, at) => {
      if (at === 0 || segment[at] !== segment[at - 1]) {
        headings.push({ y: y + HEADING / 2, text: pair ? `${"AB"[segment[at]]} ${heading}` : heading });
        y += HEADING;
      }
      ys.push(y + this.row / 2);
      y += this.row;
    });
    const room = Math.floor(this.width * 0.32);
    const fitted = labels.map((label) => fitting(label, room, (text) => measure(text, this.size)));
    const wide = widest([...fitted, ...headings.map(({ text }) => text)], measure, Infinity, this.size);
    return { ys, headings, labels: fitted, wide, bottom: y + 4 };
  }

  /**
   * The token of a side that is nearest to a height, or null where there is none.
   * @param {Side} side
   * @param {number} y
   * @returns {Spot | null}
   */
  nearest(side, y) {
    const { ys } = this[side];
    if (!ys.length) return null;
    const at = ys.reduce((best, other, index) => (Math.abs(other - y) < Math.abs(ys[best] - y) ? index : best), 0);
    return { side, at };
  }

  /**
   * The token at a point; the outermost `margin` pixels of the lines belong to the tokens too.
   * @param {number} x
   * @param {number} y
   * @param {number} margin
   */
  hit(x, y, margin) {
    const side = x < this.left + margin + 4 ? "query" : x > this.right - margin - 4 ? "key" : null;
    const spot = side && this.nearest(side, y);
    return spot && Math.abs(this[spot.side].ys[spot.at] - y) <= Math.max(this.row / 2, 6) ? spot : null;
  }
}
