// One head of a long text as a map: rows look, columns are looked at.

import { LEVELS, strength } from "./levels.js";

/** @import { Bitmap, Theme } from "../shared/types.d.ts" */
/** @import { Box, ModelViewData } from "./types.d.ts" */

/**
 * A pixel a point; where there are more points than pixels the largest is kept.
 * @param {Box} box
 * @param {Uint8Array} levels [row, column]
 * @param {ModelViewData} data
 * @param {number} ratio pixels of the screen for each CSS pixel
 * @returns {Bitmap}
 */
export function mapOf(box, levels, { shape: [rows, columns], queryMarks, keyMarks, theme }, ratio) {
  const height = Math.min(rows, Math.floor(box.height * ratio));
  const width = Math.min(columns, Math.floor(box.width * ratio));
  const points = new Uint32Array(width * height);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = Math.floor((row * height) / rows) * width + Math.floor((column * width) / columns);
      const grey = queryMarks[row] | keyMarks[column];
      points[at] = Math.max(points[at], levels[row * columns + column] * 2 + (grey ? 0 : 1));
    }
  }
  const colors = paletteOf(theme);
  const pixels = points.map((point) => colors[point]);
  return { width, height, pixels: new Uint8ClampedArray(pixels.buffer) };
}

/**
 * The pixel of each point: twice its level, and one more where it is not grey. Level 0 is clear.
 * @param {Theme} theme
 */
function paletteOf(theme) {
  const bytes = new Uint8ClampedArray(4 * 2 * (LEVELS + 1));
  for (let point = 2; point < bytes.length / 4; point += 1) {
    const color = point % 2 ? theme.attention : theme.sink;
    const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
    bytes.set([...channels, 255 * strength(point >> 1, false)], point * 4);
  }
  return new Uint32Array(bytes.buffer);
}
