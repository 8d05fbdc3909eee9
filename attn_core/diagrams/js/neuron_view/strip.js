// A vector as a strip of coloured cells: blue above zero, orange below, the further from zero the denser.

/** @import { Bitmap, Theme } from "../shared/types.d.ts" */

/**
 * A pixel a number.
 * @param {ArrayLike<number>} numbers
 * @param {number} columns cells a row
 * @param {number} full the number with the full colour
 * @param {Theme} theme
 * @returns {Bitmap}
 */
export function strip(numbers, columns, full, theme) {
  const height = Math.ceil(numbers.length / columns);
  const pixels = new Uint8ClampedArray(4 * columns * height);
  const [above, below] = [theme.attention, theme.negative].map((colour) => parseInt(colour.slice(1), 16));
  for (let i = 0; i < numbers.length; i += 1) {
    const colour = numbers[i] < 0 ? below : above;
    const dense = full > 0 ? Math.min(1, Math.abs(numbers[i]) / full) : 0;
    pixels.set([colour >> 16, (colour >> 8) & 255, colour & 255, Math.round(255 * dense)], 4 * i);
  }
  return { width: columns, height, pixels };
}
