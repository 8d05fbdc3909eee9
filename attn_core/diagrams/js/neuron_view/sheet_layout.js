// The neuron view expanded: where the columns of the steps and the rows of the keys stand, and what is at a point.

import { widest } from "../shared/labels.js";
import { labelRoom } from "./lines_layout.js";

/** @import { Column, Drawing, Hit, StepName } from "./types.d.ts" */
/** @typedef {ReturnType<typeof sheetLayout>} SheetLayout */
/** @typedef {{name: StepName, x: number, end: number}} Place a column from `x` to `end` */
/** @typedef {{x: number, y: number, width: number, height: number}} Port the part of the sheet that is in sight */

export const QUERY = 24; // pixels: where the query's strip starts, below its title
export const GAP = 14;
const NUMBER = 68; // width of a column of numbers
const WEIGHT = 112;

/**
 * Whether a column has strips of cells, one a dimension.
 * @param {StepName} name
 * @returns {name is "key" | "product"}
 */
export function isStrip(name) {
  return name === "key" || name === "product";
}

/**
 * For a frame so wide; narrower frames scroll sideways.
 * @param {Pick<Drawing, "data" | "head" | "query" | "measure">} drawing
 * @param {number} width
 */
export function sheetLayout({ data, head, query, measure }, width) {
  const { columns, keyTokens, queryTokens } = data;
  const label = widest([...keyTokens.labels, queryTokens.labels[query]], measure, labelRoom(width)) + 12;
  const numbers = columns.length - 3;
  const spare = width - label - numbers * NUMBER - WEIGHT - 3 * GAP;
  const wide = Math.floor(Math.max(160, Math.min(460, spare / 2)));
  const lines = Math.ceil(head.size / Math.floor(wide / 3));
  const cells = Math.ceil(head.size / lines);
  const tall = lines === 1 ? 14 : Math.max(4, Math.round(22 / lines));
  const { places, end } = placesOf(columns, label, wide);
  const row = Math.max(26, lines * tall + 10);
  const top = QUERY + lines * tall + 44;
  const height = top + keyTokens.shown.length * row + 4;
  return { label, wide, cells, cell: wide / cells, tall, lines, places, row, top, width: end, height };
}

/**
 * Columns side by side, a gap after strips and after the weight.
 * @param {Column[]} columns
 * @param {number} start
 * @param {number} wide of a strip
 */
function placesOf(columns, start, wide) {
  let x = start;
  /** @type {Place[]} */
  const places = [];
  for (const { name } of columns) {
    const size = isStrip(name) ? wide : name === "weight" ? WEIGHT : NUMBER;
    places.push({ name, x, end: x + size });
    x += size + (isStrip(name) || name === "weight" ? GAP : 0);
  }
  return { places, end: x - GAP };
}

/**
 * What a point of the frame is.
 * @param {Pick<Drawing, "data" | "head">} drawing
 * @param {SheetLayout} layout
 * @param {Port} port
 * @param {number} x
 * @param {number} y
 * @returns {Hit}
 */
export function sheetHit({ data, head }, layout, port, x, y) {
  const place = layout.places.find((each) => x >= layout.label && x + port.x >= each.x && x + port.x < each.end);
  const row = Math.floor((y - layout.top + port.y) / layout.row);
  const key = y < layout.top ? undefined : data.keyTokens.shown[row];
  /** @type {Hit} */
  const found = { column: place?.name, key };
  if (!place || !isStrip(place.name)) return found;
  const centre = layout.top + (row + 0.5) * layout.row - port.y;
  const top = y < layout.top ? QUERY : centre - (layout.lines * layout.tall) / 2;
  const line = Math.floor((y - top) / layout.tall);
  const cell = Math.floor((x + port.x - place.x) / layout.cell);
  const dimension = line * layout.cells + cell;
  const inside = line >= 0 && line < layout.lines && dimension < head.size;
  if (inside && (key !== undefined || place.name === "key")) found.dimension = dimension;
  return found;
}
