// What a saved picture has to say by itself: layer, heads by colour, and what is left out.

import { leftOut } from "./words.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Spot } from "./types.d.ts" */

const LINE = 20; // pixels

/**
 * Returns the height that the picture needs.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {Spot | null} focus
 */
export function drawLegend(scene, drawing, focus) {
  const { columns, data, drawn, measure, threshold } = drawing;
  const { ink, faint } = data.theme;
  let [x, y] = [8, columns.height + 16];
  const write = (/** @type {string} */ text, /** @type {string | null} */ color) => {
    const wide = measure(text, 12, 400);
    if (x > 8 && x + wide + 14 > columns.width) [x, y] = [8, y + LINE];
    if (color) scene.rect(x, y - 5, 10, 10, { color });
    x += color ? 14 : 0;
    scene.text(x, y, text, { color: ink, size: 12 });
    x += wide + 12;
  };
  write(`Layer ${data.layer}`, null);
  for (const { name, color } of drawn) write(name, color);
  // All that one token's lines are held to is the threshold.
  const words = focus ? threshold && `Lines under ${threshold} % hidden.` : leftOut(drawing);
  if (words) scene.text(8, (y += LINE), words, { color: faint, size: 12 });
  return y + 14;
}
