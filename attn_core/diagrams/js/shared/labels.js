// Token labels: cut to a width, and thinned where rows are too close.

/** @import { Measure } from "./types.d.ts" */

/**
 * The text, cut with an ellipsis to so many pixels.
 * @param {string} text
 * @param {number} room
 * @param {(text: string) => number} wide
 */
export function fitting(text, room, wide) {
  if (wide(text) <= room) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (characters.length && wide(`${characters.join("")}…`) > room) characters.pop();
  return `${characters.join("")}…`;
}

/**
 * The widest of some texts in pixels, at most `limit`.
 * @param {string[]} texts
 * @param {Measure} measure
 * @param {number} [limit]
 */
export function widest(texts, measure, limit = Infinity, size = 13) {
  return Math.min(limit, Math.ceil(Math.max(0, ...texts.map((text) => measure(text, size)))));
}

/**
 * Which rows have their label written: those in `always`, then the heaviest that are `gap` pixels from every other.
 * @param {ArrayLike<number>} weights one a row
 * @param {number} rowHeight pixels
 * @param {number} gap pixels from a label to the next
 * @param {number[]} [always] rows
 * @returns {boolean[]}
 */
export function spread(weights, rowHeight, gap, always = []) {
  const apart = Math.ceil(gap / rowHeight);
  const shown = Array.from({ length: weights.length }, () => false);
  const ranked = [...shown.keys()].sort((a, b) => weights[b] - weights[a] || a - b);
  for (const row of [...always, ...ranked]) {
    if (!shown.slice(Math.max(0, row - apart + 1), row + apart).includes(true)) shown[row] = true;
  }
  return shown;
}
