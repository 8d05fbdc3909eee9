// The tokens of one side, with their headings.

import { spread } from "../shared/labels.js";
import { LABEL_GAP } from "./columns.js";
import { rowOf } from "./sides.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Side, Spot } from "./types.d.ts" */

/** @param {Scene} scene @param {Drawing} drawing @param {Side} side @param {Spot | null} focus */
export function drawLabels(scene, drawing, side, focus) {
  const { columns, data } = drawing;
  const { ys, headings, labels, wide } = columns[side];
  const own = focus?.side === side ? focus.at : null;
  const [x, anchor] = edgeOf(drawing, side);
  const { ink, faint, attention } = data.theme;
  for (const { y, text } of headings) scene.text(x, y, text, { color: faint, size: 12, anchor });
  const shown = written(drawing, side, focus, own);
  ys.forEach((y, at) => {
    if (!shown[at]) return;
    const chosen = at === own;
    const quiet = (data.dimmed && data[side].special[at]) || (own !== null && !chosen);
    if (chosen) {
      const high = Math.max(columns.row, columns.size + 3);
      const left = side === "query" ? x - wide - 4 : x - 4;
      scene.rect(left, y - high / 2, wide + 8, high, { color: attention, opacity: 0.25 });
    }
    const color = quiet && !chosen ? faint : ink;
    scene.text(x, y, labels[at], { color, size: columns.size, anchor, weight: chosen ? 600 : 400 });
  });
}

/**
 * Where the labels of a side end or start.
 * @param {Drawing} drawing
 * @param {Side} side
 * @returns {[number, "end" | "start"]}
 */
function edgeOf({ columns }, side) {
  return side === "query" ? [columns.left - 8, "end"] : [columns.right + 8, "start"];
}

/**
 * Which labels are written: all, or the heaviest for the token in focus that are far enough apart.
 * @param {Drawing} drawing
 * @param {Side} side
 * @param {Spot | null} focus
 * @param {number | null} own the token in focus, where it is of this side
 */
function written({ columns, data, mean }, side, focus, own) {
  const { length } = columns[side].ys;
  const weights = focus && own === null ? rowOf(data, focus, mean) : new Float32Array(length);
  return spread(weights, columns.row, LABEL_GAP, own === null ? [] : [own]);
}
