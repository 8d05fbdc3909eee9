// Below the sheet: the chosen key's sum, with a bar for each product.

import { sumLines } from "./sum.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Theme } from "../shared/types.d.ts" */
/** @import { SumLine } from "./sum.js" */
/** @import { Drawing } from "./types.d.ts" */

export const SUM_WIDTH = 640; // pixels at most
const LINE = 21; // pixels
const ABOVE = 52; // pixels above the first line

/** Height of the sum in pixels. @param {Drawing} drawing */
export function sumHeight(drawing) {
  return ABOVE + sumLines(drawing).length * LINE + 12;
}

/** Write the sum on a scene, from `top` down. @param {Scene} scene @param {Drawing} drawing @param {number} top */
export function drawSum(scene, drawing, top) {
  const { theme, queryTokens, keyTokens } = drawing.data;
  const lines = sumLines(drawing);
  const width = Math.min(scene.width, SUM_WIDTH);
  const [how, result] = [Math.min(240, width * 0.58), Math.min(320, width * 0.78)];
  const title = `‘${queryTokens.labels[drawing.query]}’ and ‘${keyTokens.labels[drawing.key]}’ multiplied out`;
  scene.text(0, top + 30, title, { color: theme.ink, weight: 600 });
  lines.forEach((line, i) => {
    const y = top + ABOVE + (i + 0.5) * LINE;
    const look = { color: theme.ink, weight: line.total || line.final ? 600 : 400 };
    if (line.total) scene.line(0, y - LINE / 2, result, y - LINE / 2, { color: theme.sink });
    scene.text(0, y, line.name, look);
    scene.text(how, y, line.how, { ...look, color: theme.faint, anchor: "end" });
    scene.text(result, y, line.result, { ...look, anchor: "end" });
  });
  drawBars(scene, lines, theme, { left: result + 14, right: width, top: top + ABOVE });
}

/**
 * A bar for each value, to the right above zero and to the left below it, the largest as long as there is room.
 * @param {Scene} scene
 * @param {SumLine[]} lines
 * @param {Theme} theme
 * @param {{left: number, right: number, top: number}} room
 */
function drawBars(scene, lines, theme, { left, right, top }) {
  const most = Math.max(...lines.map(({ value }) => Math.abs(value ?? 0)), 1e-9);
  const zero = left + 10 + (right - left - 10) * 0.35;
  let bars = 0;
  lines.forEach(({ value }, i) => {
    if (value === undefined) return;
    bars += 1;
    const longest = value < 0 ? Math.min(right - zero, zero - left) : right - zero;
    const long = (Math.abs(value) / most) * longest;
    const y = top + (i + 0.5) * LINE;
    const color = value < 0 ? theme.negative : theme.attention;
    scene.rect(value < 0 ? zero - long : zero, y - 6, Math.max(0.5, long), 12, { color });
  });
  scene.line(zero, top, zero, top + bars * LINE, { color: theme.sink });
}
