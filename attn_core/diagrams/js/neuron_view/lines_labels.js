// The tokens beside the lines, with the weight of each key.

import { spread } from "../shared/labels.js";
import { finePercent } from "../shared/numbers.js";
import { middle } from "./lines_layout.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { LinesLayout } from "./lines_layout.js" */
/** @import { Drawing } from "./types.d.ts" */

export const GAP = 13; // pixels from a label to the next

/** @param {Scene} scene @param {Drawing} drawing @param {LinesLayout} layout @param {number} active query */
export function queryLabels(scene, { data }, layout, active) {
  const { theme, queryTokens } = data;
  const chosen = queryTokens.shown.indexOf(active);
  const written = spread(new Float32Array(queryTokens.shown.length), layout.row, GAP, [chosen]);
  queryTokens.shown.forEach((query, row) => {
    if (!written[row]) return;
    const color = row === chosen ? theme.accent : queryTokens.special[query] ? theme.faint : theme.ink;
    const look = { color, anchor: /** @type {const} */ ("end"), weight: row === chosen ? 600 : 400 };
    scene.text(layout.left, middle(layout, row), queryTokens.labels[query], look);
  });
  scene.text(4, middle(layout, chosen), "+", { color: theme.accent, weight: 600, size: 15 });
}

/** @param {Scene} scene @param {Drawing} drawing @param {LinesLayout} layout @param {number} active query */
export function keyLabels(scene, { data, head }, layout, active) {
  const { theme, keyTokens } = data;
  const { weight } = head.steps(active);
  const weights = keyTokens.shown.map((key) => weight[key]);
  const written = spread(weights, layout.row, GAP);
  keyTokens.shown.forEach((key, row) => {
    if (!written[row]) return;
    const seen = head.seen(active, key);
    const opacity = seen ? 1 : 0.6;
    const color = keyTokens.special[key] || !seen ? theme.faint : theme.ink;
    scene.text(layout.right, middle(layout, row), keyTokens.labels[key], { color, opacity });
    if (!seen && layout.row < GAP) return;
    const share = seen ? finePercent(weight[key]) : "masked";
    const number = { color: seen ? theme.ink : theme.faint, size: 12, anchor: /** @type {const} */ ("end"), opacity };
    scene.text(layout.width - 2, middle(layout, row), share, number);
  });
}
