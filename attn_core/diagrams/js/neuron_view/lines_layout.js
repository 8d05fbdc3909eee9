// The neuron view collapsed: where the tokens that look stand at the left, and those that are looked at on the right.

import { widest } from "../shared/labels.js";

/** @import { Drawing, NeuronViewData } from "./types.d.ts" */
/** @typedef {ReturnType<typeof linesLayout>} LinesLayout */

const WIDEST = 760; // pixels
const TALLEST_ROW = 26;
const LOWEST_ROW = 3;

/** Widest label in pixels that a place so wide has room for. @param {number} width */
export function labelRoom(width) {
  return width < 500 ? 92 : 150;
}

/**
 * Rows count what is shown, not positions; `left` and `right` are where the labels end and start.
 * @param {Pick<Drawing, "data" | "width" | "measure">} drawing
 */
export function linesLayout({ data, width: place, measure }) {
  const { queryTokens, keyTokens } = data;
  const count = Math.max(queryTokens.shown.length, keyTokens.shown.length);
  const width = Math.min(place, WIDEST);
  const row = Math.min(TALLEST_ROW, Math.max(LOWEST_ROW, 1000 / count));
  const left = 22 + widest(queryTokens.labels, measure, labelRoom(width));
  const right = width - 62 - widest(keyTokens.labels, measure, labelRoom(width));
  return { width, height: 46 + count * row + 22, top: 34, row, left, right };
}

/** The middle of a row. @param {LinesLayout} layout @param {number} row */
export function middle(layout, row) {
  return layout.top + (row + 0.5) * layout.row;
}

/**
 * What a point of the picture is: {query} at the left, {key} at the right, or nothing.
 * @param {NeuronViewData} data
 * @param {LinesLayout} layout
 * @param {number} x
 * @param {number} y
 * @returns {{query?: number, key?: number}}
 */
export function linesHit({ queryTokens, keyTokens }, layout, x, y) {
  const row = Math.floor((y - layout.top) / layout.row);
  if (x < (layout.left + layout.right) / 2) return { query: queryTokens.shown[row] };
  return { key: keyTokens.shown[row] };
}
