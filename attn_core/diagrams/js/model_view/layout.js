// Where the pictures of the model view are: layers as columns, heads as rows. Many layers are wrapped into bands, so
// that the pictures stay large and all of them fit one screen.

/** @import { Box, Head } from "./types.d.ts" */
/** @typedef {ReturnType<typeof layoutOf>} Layout */

const HEIGHT = 620; // pixels for all pictures, so that they are on one screen
const TOP = 20; // pixels for the layers' names above a band
const GAP = 4;
const WIDEST = 200; // pixels of a picture's column
const HIGHEST = 115; // pixels of a picture's row
const LOWEST = 22; // which a finger still hits
const NARROW = 560; // pixels of a place in which names are short

/**
 * The number of bands that makes the pictures largest.
 * @param {number} width pixels
 * @param {number} layers
 * @param {number} heads
 */
export function layoutOf(width, layers, heads) {
  const short = width < NARROW;
  const left = short ? 28 : 58;
  let best = rowsOf(1, width - left, layers, heads);
  for (let bands = 2; bands <= layers; bands += 1) {
    const other = rowsOf(bands, width - left, layers, heads);
    // Another band only where it gains much: one row of layers is easier to read.
    if (other.size > best.size * 1.15) best = other;
  }
  const bands = Math.ceil(layers / best.columns);
  const across = Math.min(best.across, best.down * 2.5);
  const bandHeight = TOP + heads * best.down + 6;
  const height = bands * bandHeight;
  return { left, short, layers, heads, bands, columns: best.columns, across, down: best.down, bandHeight, height };
}

/**
 * How large pictures are in so many bands.
 * @param {number} bands
 * @param {number} room pixels
 * @param {number} layers
 * @param {number} heads
 */
function rowsOf(bands, room, layers, heads) {
  const columns = Math.ceil(layers / bands);
  const across = Math.min(room / columns, WIDEST);
  const down = Math.max(LOWEST, Math.min((HEIGHT / bands - TOP) / heads, across * 0.8, HIGHEST));
  return { columns, across, down, size: Math.min(across * 0.8, down) };
}

/** The box of one head's picture. @param {Layout} layout @param {Head} head @returns {Box} */
export function boxOf(layout, { layer, head }) {
  return {
    x: layout.left + (layer % layout.columns) * layout.across,
    y: Math.floor(layer / layout.columns) * layout.bandHeight + TOP + head * layout.down,
    width: layout.across - GAP,
    height: layout.down - GAP,
  };
}

/**
 * The head at a point, or null beside the pictures.
 * @param {Layout} layout
 * @param {number} x
 * @param {number} y
 * @returns {Head | null}
 */
export function headAt(layout, x, y) {
  const column = Math.floor((x - layout.left) / layout.across);
  const band = Math.floor(y / layout.bandHeight);
  const head = Math.floor((y - band * layout.bandHeight - TOP) / layout.down);
  const layer = band * layout.columns + column;
  const inside = column >= 0 && column < layout.columns && head >= 0 && head < layout.heads;
  return inside && layer < layout.layers && band >= 0 ? { layer, head } : null;
}
