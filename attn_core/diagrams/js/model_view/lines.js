// One head of a short text as lines: the tokens that look at the left, those they look at at the right.

import { LEVELS, strength } from "./levels.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Box, ModelViewData } from "./types.d.ts" */

/** @param {Scene} scene @param {Box} box @param {Uint8Array} levels [row, column] @param {ModelViewData} data */
export function drawLines(scene, box, levels, data) {
  const [rows] = data.shape;
  // Weak ones first and grey under blue, so that what is drawn last is what matters.
  const looks = [...pathsOf(box, levels, data)].sort(([a], [b]) => (a % 2) - (b % 2) || a - b);
  for (const [look, path] of looks) {
    const level = look >> 1;
    const width = Math.min(0.6 + (1.4 * level) / LEVELS, Math.max(0.6, box.height / rows));
    const color = look % 2 ? data.theme.attention : data.theme.sink;
    scene.path(path, { color, width, opacity: strength(level, true) });
  }
}

/**
 * All lines of one look as one path. A look is twice the level, and one more where neither end is grey.
 * @param {Box} box
 * @param {Uint8Array} levels
 * @param {ModelViewData} data
 */
function pathsOf(box, levels, { shape: [rows, columns], queryMarks, keyMarks }) {
  const place = (/** @type {number} */ i, /** @type {number} */ count) => {
    return Math.round((box.y + ((i + 0.5) / count) * box.height) * 10) / 10;
  };
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const level = levels[row * columns + column];
      if (!level) continue;
      const look = level * 2 + (queryMarks[row] | keyMarks[column] ? 0 : 1);
      const line = `M${box.x + 2} ${place(row, rows)}L${box.x + box.width - 2} ${place(column, columns)}`;
      paths.set(look, (paths.get(look) ?? "") + line);
    }
  }
  return paths;
}
